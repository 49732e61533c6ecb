using System.Diagnostics;
using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Jobs;

namespace Ingestion.Silo.Telemetry;

/// <summary>Traces and counts runs of jobs and attempts at chunks from outside: what they do does not depend on it.</summary>
internal sealed class WorkTelemetry(IngestionMetrics metrics)
{
    private const string Cancelled = "cancelled";
    private const string Threw = "threw";

    /// <summary>One attempt at a chunk.</summary>
    public async Task<ChunkResult> RunAsync(ChunkTask task, Func<Task<ChunkResult>> attempt)
    {
        var chunk = JobTrace.BeginChunk(task);
        var began = Stopwatch.GetTimestamp();
        var outcome = Threw;
        ChunkResult? result = null;
        try
        {
            result = await attempt();
            outcome = TagWords.Of(result.Outcome);
            return result;
        }
        catch (OperationCanceledException)
        {
            outcome = Cancelled;
            throw;
        }
        finally
        {
            metrics.Attempted(outcome, Stopwatch.GetElapsedTime(began));
            JobTrace.EndChunk(chunk, outcome, result);
        }
    }

    /// <summary>One run of a job, until the result is disposed.</summary>
    public IDisposable BeginRun(JobSpec spec, LiveJob live) => new Run(metrics, JobTrace.BeginRun(spec, live.Epoch), live);

    private sealed class Run : IDisposable
    {
        private readonly IngestionMetrics _metrics;
        private readonly Activity? _activity;
        private readonly LiveJob _live;
        private readonly long _began = Stopwatch.GetTimestamp();

        public Run(IngestionMetrics metrics, Activity? activity, LiveJob live)
        {
            (_metrics, _activity, _live) = (metrics, activity, live);
            metrics.RunBegun();
        }

        public void Dispose()
        {
            _metrics.RunEnded(_live.Current, Stopwatch.GetElapsedTime(_began));
            JobTrace.EndRun(_activity, _live.Current);
        }
    }
}
