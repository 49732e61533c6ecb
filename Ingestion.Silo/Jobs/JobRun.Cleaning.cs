using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Dedupe;
using Ingestion.Silo.Scheduling;
using Ingestion.Silo.Telemetry;

namespace Ingestion.Silo.Jobs;

internal sealed partial class JobRun
{
    private const int MostAttempts = 3;

    // A silo that is being restarted takes seconds to go, and is known as one that works for some of them: what is begun there is lost at once.
    private const int MostDedupeLosses = 20;
    private static readonly TimeSpan FirstDedupeRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDedupeRest = TimeSpan.FromSeconds(1);

    /// <summary>A single chunk is worked on here: nobody else could do more.</summary>
    private async Task CleanAloneAsync(JobContext context, JobProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Records.Count > 0)
            return;
        await live.ShowAsync(progress.Apply(live.Current) with { Stage = JobStage.Cleaning });
        var task = new ChunkTask(spec, live.Epoch, Index: 0, TraceParent: JobTrace.Current);
        var result = await services.Telemetry.RunAsync(task, () => services.Chunks.RunAloneAsync(task, context, cancellationToken));
        for (var attempt = 1; attempt < MostAttempts && result.Outcome == ChunkOutcome.FailedForNow; attempt++)
        {
            await services.Log.AppendAsync(spec.Id, JobLogLevel.Warning, $"It is tried again: {result.Message}", cancellationToken);
            services.Metrics.Retried(result.Outcome);
            result = await services.Telemetry.RunAsync(task, () => services.Chunks.RunAloneAsync(task, context, cancellationToken));
        }
        switch (result.Outcome)
        {
            case ChunkOutcome.Finished:
                progress.Add(result.Record!);
                if (ErrorBudgetCheck.Exceeded(spec, progress.Counts) is { } why)
                    throw new JobFailedException(why, spoilsWork: false);
                await live.ShowAsync(progress.Apply(live.Current));
                return;
            case ChunkOutcome.Stale:
                throw new StaleRunException();
            case ChunkOutcome.DiskFull:
                throw new DiskFullException(result.Message!);
            default:
                throw new JobFailedException(result.Message!, result.Outcome == ChunkOutcome.Spoiled);
        }
    }

    private async Task CleanTogetherAsync(JobContext context, JobProgress progress, JobTurn turn, CancellationToken cancellationToken)
    {
        var stage = context.Plan.HasDedupe ? new DedupeStage(spec, live.Epoch, context, grains) : null;
        try
        {
            await CleanAsync(context, progress, stage, turn, cancellationToken);
        }
        finally
        {
            if (stage is not null)
                await EndAsync(stage);
        }
    }

    private async Task CleanAsync(JobContext context, JobProgress progress, DedupeStage? stage, JobTurn turn, CancellationToken cancellationToken)
    {
        var losses = 0;
        while (true)
        {
            var finished = progress.Records.Count;
            var window = new ChunkWindow(spec, context, live, progress, stage, turn, grains, keepAlive, services);
            try
            {
                await window.RunAsync(cancellationToken);
                return;
            }
            catch (DedupeLostException lost)
            {
                // A long job may see many silos go; one that gets nowhere is to end.
                losses = progress.Records.Count > finished ? 1 : losses + 1;
                if (losses > MostDedupeLosses)
                    throw new JobFailedException($"The dedupe stage lost its memory {MostDedupeLosses} times in a row ({lost.Message}). Retry the job: it goes on where it stopped.", spoilsWork: false);
                LogDedupeLost(lost, spec.Id);
                await services.Log.AppendAsync(spec.Id, JobLogLevel.Info, $"A part of the dedupe stage was lost ({lost.Message}); its keys are read again from the finished chunks.", cancellationToken);
                await RestAsync(losses, cancellationToken);
            }
        }
    }

    /// <summary>After the first loss it goes on at once; after each other that follows without a finished chunk in between, twice as long later.</summary>
    private async Task RestAsync(int losses, CancellationToken cancellationToken)
    {
        if (losses < 2)
            return;
        keepAlive();
        var rest = FirstDedupeRest * Math.Pow(2, losses - 2);
        await Task.Delay(rest < LongestDedupeRest ? rest : LongestDedupeRest, services.Time, cancellationToken);
    }

    /// <summary>Frees the stage's memory. Where its silo is gone, so is that.</summary>
    private async Task EndAsync(DedupeStage stage)
    {
        try
        {
            await stage.EndAsync();
        }
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            LogStageLost(exception, spec.Id);
        }
    }
}
