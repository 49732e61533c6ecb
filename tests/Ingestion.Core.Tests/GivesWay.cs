using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Tests;

/// <summary>These tests compute for minutes; assemblies that run beside them measure seconds, of silos that die for example, and come first.</summary>
internal static class GivesWay
{
    // Before there is a second thread: on Linux a priority is a thread's, and is handed on to those that it starts.
    [ModuleInitializer]
    internal static void Initialize()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
    }
}
