using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Chunks;
using Ingestion.Data;
using Ingestion.Silo.Dedupe;
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
    /// <summary>Asks the job's ordered stage about the keys that a chunk's pass has reached.</summary>
    public delegate Task<byte[][]> AskStageAsync(JobContext context, DedupePass pass);

    /// <summary>Works on a chunk.</summary>
    public async Task<ChunkResult> RunAsync(ChunkTask task, AskStageAsync ask, CancellationToken cancellationToken)
    {
        try
        {
            var context = await contexts.AcquireAsync(task.Spec, task.Epoch, cancellationToken);
            try
            {
                return await RunAsync(task, context, ask, cancellationToken);
            }
            finally
            {
                context.Release();
            }
        }
        catch (DedupeLostException lost)
        {
            return new ChunkResult(ChunkOutcome.DedupeLost, Message: lost.Message);
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
        var evaluator = context.RentEvaluator();
        var evaluated = evaluator.Evaluate(context.Source, context.Job.Chunks.Chunks[0], cancellationToken);
        ChunkDuplicates? duplicates = null;
        if (context.Plan.HasDedupe)
        {
            using var resolver = new DedupeResolver(context.Plan, options);
            duplicates = resolver.Resolve(evaluated, context.Known);
        }
        var record = context.Writer.WriteAsync(evaluated, duplicates, cancellationToken).GetAwaiter().GetResult();
        evaluator.Dispose();
        return record;
    }

    private async Task<ChunkResult> RunAsync(ChunkTask task, JobContext context, AskStageAsync ask, CancellationToken cancellationToken)
    {
        var chunk = context.Job.Chunks.Chunks[task.Index];
        var evaluator = context.RentEvaluator();
        using var steps = new ChunkSteps();
        steps.Next(ChunkSteps.Read);
        var (evaluated, pass) = await lanes.RunAsync(
            LanePriority.Begin,
            () =>
            {
                var evaluated = evaluator.Evaluate(context.Source, chunk, cancellationToken);
                return (evaluated, context.Plan.HasDedupe ? new DedupePass(evaluated, context.Job.DedupePartitions, context.Known) : null);
            },
            cancellationToken);
        byte[][]? answers = null;
        if (pass is not null)
            steps.Next(ChunkSteps.Dedupe);
        while (pass is not null)
        {
            answers = await ask(context, pass);
            if (pass.IsLast)
                break;
            await lanes.RunAsync(LanePriority.First, () => Take(pass, answers), cancellationToken);
        }
        steps.Next(ChunkSteps.Write);
        var record = await lanes.RunAsync(
            LanePriority.Finish,
            () => context.Writer.WriteAsync(evaluated, Take(pass, answers)?.Result, cancellationToken).GetAwaiter().GetResult(),
            cancellationToken);
        context.Return(evaluator);
        return await RecordAsync(task, context, record, cancellationToken);
    }

    private static DedupePass? Take(DedupePass? pass, byte[][]? answers)
    {
        pass?.Take(answers!);
        return pass;
    }

    private async Task<ChunkResult> RecordAsync(ChunkTask task, JobContext context, ChunkRecord record, CancellationToken cancellationToken)
    {
        var recording = await ledger.RecordAsync(task.Spec.Id, task.Epoch, record, cancellationToken);
        if (recording == ChunkRecording.Recorded)
            metrics.Recorded(task.Spec.Recipe, context, record);
        return recording == ChunkRecording.Stale ? new ChunkResult(ChunkOutcome.Stale) : new ChunkResult(ChunkOutcome.Finished, record);
    }
}
