using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Chunks;
using Ingestion.Data;
using Ingestion.Silo.Jobs;
using Ingestion.Silo.Lanes;
using Ingestion.Silo.Telemetry;

namespace Ingestion.Silo.Chunks;

/// <summary>
/// Takes one chunk through its stages: evaluate, take a turn in the dedupe stage, write, record. Lanes are held only while there is
/// something to compute: a chunk that waits for its turn must not keep the one before it from running.
/// </summary>
internal sealed class ChunkRunner(JobContexts contexts, CpuLanes lanes, ChunkLedger ledger, EngineOptions options, IngestionMetrics metrics)
{
    /// <summary>Asks the job's ordered stage about a chunk's keys; null when that stage has lost its memory.</summary>
    public delegate Task<ChunkDuplicates?> ResolveDuplicatesAsync(ReadOnlyMemory<UInt128> keys, CancellationToken cancellationToken);

    /// <summary>Works on a chunk.</summary>
    public async Task<ChunkResult> RunAsync(ChunkTask task, ResolveDuplicatesAsync resolve, CancellationToken cancellationToken)
    {
        try
        {
            var context = await contexts.AcquireAsync(task.Spec, task.Epoch, cancellationToken);
            try
            {
                return await RunAsync(task, context, resolve, cancellationToken);
            }
            finally
            {
                context.Release();
            }
        }
        catch (Exception exception) when (JobFailure.Explain(exception) is { } failure)
        {
            return new ChunkResult(failure.Outcome, Message: failure.Message);
        }
    }

    /// <summary>
    /// The only chunk of its job: its dedupe stage needs no memory of others, so that all of it is one piece of work and holds memory
    /// only while it is on a lane.
    /// </summary>
    public async Task<ChunkResult> RunAloneAsync(ChunkTask task, JobContext context, CancellationToken cancellationToken)
    {
        try
        {
            var priority = task.Spec.Mode == JobMode.Sync ? LanePriority.First : LanePriority.Begin;
            var record = await lanes.RunAsync(priority, () => RunAlone(context, cancellationToken), cancellationToken);
            return await RecordAsync(task, context, record, cancellationToken);
        }
        catch (Exception exception) when (JobFailure.Explain(exception) is { } failure)
        {
            return new ChunkResult(failure.Outcome, Message: failure.Message);
        }
    }

    private ChunkRecord RunAlone(JobContext context, CancellationToken cancellationToken)
    {
        var evaluated = context.RentDesk().Evaluate(context.Source, context.Job.Chunks.Chunks[0], cancellationToken);
        ChunkDuplicates? duplicates = null;
        if (context.Plan.HasDedupe)
        {
            using var resolver = new DedupeResolver(context.Plan, options);
            duplicates = resolver.Resolve(ChunkWriter.KeysOf(evaluated).Span);
        }
        return context.Writer.WriteAsync(evaluated, duplicates, cancellationToken).GetAwaiter().GetResult();
    }

    private async Task<ChunkResult> RunAsync(ChunkTask task, JobContext context, ResolveDuplicatesAsync resolve, CancellationToken cancellationToken)
    {
        var chunk = context.Job.Chunks.Chunks[task.Index];
        var desk = context.RentDesk();
        using var steps = new ChunkSteps();
        try
        {
            steps.Next(ChunkSteps.Read);
            var evaluated = await lanes.RunAsync(
                LanePriority.Begin, () => desk.Evaluate(context.Source, chunk, cancellationToken), cancellationToken);
            ChunkDuplicates? duplicates = null;
            if (context.Plan.HasDedupe)
            {
                steps.Next(ChunkSteps.Dedupe);
                duplicates = await resolve(ChunkWriter.KeysOf(evaluated), cancellationToken);
                if (duplicates is null)
                    return new ChunkResult(ChunkOutcome.DedupeLost);
            }
            steps.Next(ChunkSteps.Write);
            var record = await lanes.RunAsync(
                LanePriority.Finish,
                () => context.Writer.WriteAsync(evaluated, duplicates, cancellationToken).GetAwaiter().GetResult(), cancellationToken);
            return await RecordAsync(task, context, record, cancellationToken);
        }
        finally
        {
            context.ReturnDesk(desk);
        }
    }

    private async Task<ChunkResult> RecordAsync(ChunkTask task, JobContext context, ChunkRecord record, CancellationToken cancellationToken)
    {
        var recording = await ledger.RecordAsync(task.Spec.Id, task.Epoch, record, cancellationToken);
        if (recording == ChunkRecording.Recorded)
            metrics.Recorded(task.Spec.Recipe, context, record);
        return recording == ChunkRecording.Stale ? new ChunkResult(ChunkOutcome.Stale) : new ChunkResult(ChunkOutcome.Finished, record);
    }
}
