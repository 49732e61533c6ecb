using System.Diagnostics;

namespace Ingestion.Benchmarks.Profiling;

/// <summary>What a job cost, on average of those of a sample.</summary>
/// <param name="WallMilliseconds">From the first job's start to the last one's end, divided.</param>
/// <param name="CpuMilliseconds">User and system time of the process, garbage collection included, divided.</param>
/// <param name="AllocatedBytes">On the managed heap, by all threads, divided.</param>
internal readonly record struct JobCost(double WallMilliseconds, double CpuMilliseconds, double AllocatedBytes)
{
    /// <summary>Measures so many jobs, one after the other.</summary>
    public static async Task<JobCost> OfAsync(int jobs, Func<Task> run)
    {
        // Nobody pays for what the sample before has left.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (allocated, cpu, start) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        for (var i = 0; i < jobs; i++)
        {
            await run();
        }

        var wall = Stopwatch.GetElapsedTime(start);
        var spent = Environment.CpuUsage.TotalTime - cpu;
        return new JobCost(wall.TotalMilliseconds / jobs, spent.TotalMilliseconds / jobs, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)jobs);
    }
}
