using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Tests;

/// <summary>These tests compute for minutes; assemblies that run beside them measure seconds, of silos that die for example, and come first.</summary>
internal static class GivesWay
{
    // As early as can be: on Linux a priority is a thread's, and is handed on only to those that it starts afterwards.
    [ModuleInitializer]
    internal static void Initialize()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
    }
}
