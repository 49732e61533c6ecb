using System.Diagnostics;
using System.Globalization;

namespace Ingestion.Core.Tests.Fuzzing;

/// <summary>The time that this thread had a processor, which other tests beside it do not change; where the system does not tell, the time that passed.</summary>
internal static class ThreadTime
{
    private const string Path = "/proc/thread-self/schedstat";

    public static TimeSpan Now => File.Exists(Path)
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Path).Split(' ')[0], CultureInfo.InvariantCulture) / 1000)
        : Stopwatch.GetElapsedTime(0);
}
