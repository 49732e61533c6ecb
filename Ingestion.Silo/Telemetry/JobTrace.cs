using System.Diagnostics;
using Ingestion.Contracts;
using Ingestion.Silo.Chunks;

namespace Ingestion.Silo.Telemetry;

/// <summary>
/// The spans of a job: one trace, which begins with the request that created the job and is kept with it, so that a run that goes on
/// in another silo, or days later, belongs to it. Nothing is made while nobody listens.
/// </summary>
internal static class JobTrace
{
    private static readonly ActivitySource Source = new("Ingestion");

    /// <summary>What is under way here, as W3C's traceparent, for those who work for it elsewhere or later.</summary>
    public static string? Current => Source.HasListeners() ? Activity.Current?.Id : null;

    /// <summary>One run of a job.</summary>
    public static Activity? BeginRun(JobSpec spec, int epoch)
    {
        if (Begin("ingestion.job", spec.TraceParent) is not { } run)
            return null;
        run.SetTag("ingestion.job_id", spec.Id.ToString());
        run.SetTag("ingestion.project_id", spec.ProjectId.ToString());
        run.SetTag("ingestion.mode", TagWords.Of(spec.Mode));
        run.SetTag("ingestion.epoch", epoch);
        return run;
    }

    /// <summary>Says how a run ended. One that ends without a final status goes on in another.</summary>
    public static void EndRun(Activity? run, Job job)
    {
        if (run is null)
            return;
        run.SetTag("ingestion.status", TagWords.Of(job.Status));
        run.SetTag("ingestion.attempt", job.Attempt);
        run.SetTag("ingestion.rows", job.RowsRead);
        run.SetTag("ingestion.source_bytes", job.BytesRead);
        if (job.Status == JobStatus.Failed)
            run.SetStatus(ActivityStatusCode.Error, job.Error);
        run.Dispose();
    }

    /// <summary>One attempt at a chunk, below the run that asked for it.</summary>
    public static Activity? BeginChunk(ChunkTask task)
    {
        if (Begin("ingestion.chunk", task.TraceParent) is not { } chunk)
            return null;
        chunk.SetTag("ingestion.job_id", task.Spec.Id.ToString());
        chunk.SetTag("ingestion.chunk", task.Index);
        chunk.SetTag("ingestion.epoch", task.Epoch);
        return chunk;
    }

    /// <summary>Says how an attempt ended.</summary>
    public static void EndChunk(Activity? chunk, string outcome, ChunkResult? result)
    {
        if (chunk is null)
            return;
        chunk.SetTag("ingestion.outcome", outcome);
        if (result?.Record is { } record)
        {
            chunk.SetTag("ingestion.rows", record.Counts.Read);
            chunk.SetTag("ingestion.source_bytes", record.LengthBytes);
        }
        else if (result?.Outcome is not (ChunkOutcome.Stale or ChunkOutcome.DedupeLost))
        {
            chunk.SetStatus(ActivityStatusCode.Error, result?.Message);
        }
        chunk.Dispose();
    }

    /// <summary>A step of what is under way.</summary>
    public static Activity? Step(string name) => Source.StartActivity(name);

    // A parent that cannot be read, or none, leaves the span below whatever is under way here.
    private static Activity? Begin(string name, string? parent)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext.TryParse(parent, null, isRemote: true, out var context);
        return Source.StartActivity(name, ActivityKind.Internal, context);
    }
}
