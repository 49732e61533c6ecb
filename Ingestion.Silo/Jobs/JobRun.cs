using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Matching;
using Ingestion.Core.Runs;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Lanes;
using Ingestion.Silo.Scheduling;
using Ingestion.Silo.Telemetry;

namespace Ingestion.Silo.Jobs;

/// <summary>
/// One run of a job from where the last one stopped to its end: plan, clean chunk by chunk, publish. It lives on its grain's
/// scheduler; the work itself is on lanes.
/// </summary>
internal sealed partial class JobRun(JobSpec spec, LiveJob live, IGrainFactory grains, Action keepAlive, JobRunServices services)
{
    private readonly JobKeys _keys = JobKeys.Of(spec.ProjectId, spec.Id);
    private readonly ILogger _logger = services.Logger;

    private bool IsSync => spec.Mode == JobMode.Sync;

    /// <summary>Runs the job to COMPLETED.</summary>
    /// <exception cref="JobFailedException">It is to be FAILED with this message.</exception>
    /// <exception cref="DiskFullException">This silo has no room for it.</exception>
    /// <exception cref="StaleRunException">A newer run has it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Before anything of it is in memory: there may be many of them in line.
            await using var turn = await EnterIfLargeAsync(cancellationToken);
            var context = await PlanAsync(cancellationToken);
            try
            {
                await CleanAndPublishAsync(context, turn, cancellationToken);
            }
            finally
            {
                context.Release();
            }
        }
        catch (Exception exception) when (JobFailure.Explain(exception) is { } failure)
        {
            LogFailure(exception, spec.Id);
            throw failure.Outcome == ChunkOutcome.DiskFull
                ? new DiskFullException(failure.Message)
                : new JobFailedException(failure.Message, failure.Outcome == ChunkOutcome.Spoiled);
        }
        finally
        {
            services.Contexts.Retire(spec.Id, live.Epoch);
        }
    }

    /// <summary>A job of one chunk holds memory only while it is on a lane, and needs not stand in line.</summary>
    private async Task<JobTurn?> EnterIfLargeAsync(CancellationToken cancellationToken)
    {
        if (IsSync)
            return null;
        using var raw = await services.Store.OpenAsync(ArtifactKeys.Raw(spec.ProjectId, spec.ArtifactId), cancellationToken);
        var bytes = raw?.LengthBytes ?? 0;
        var chunks = 1 + (bytes / services.Engine.ChunkBytesFor(bytes));
        return chunks > 1 ? await EnterAsync((int)chunks, cancellationToken) : null;
    }

    private async Task<JobTurn> EnterAsync(int chunks, CancellationToken cancellationToken)
    {
        using var step = JobTrace.Step("ingestion.job.wait");
        using var waiting = services.Metrics.Waiting();
        var isSaid = false;
        return await JobTurn.EnterAsync(new JobTicket(spec.Id, live.Epoch, live.Current.CreatedAt, chunks, IsSync), grains, services.Time, WaitAsync, cancellationToken);

        async Task WaitAsync()
        {
            keepAlive();
            if (isSaid)
                return;
            isSaid = true;
            await live.SaveAsync(job => job with { Stage = JobStage.Waiting });
            await services.Log.AppendAsync(spec.Id, JobLogLevel.Info, "Waiting for other jobs to end.", cancellationToken);
        }
    }

    private async Task<JobContext> PlanAsync(CancellationToken cancellationToken)
    {
        using var step = JobTrace.Step("ingestion.job.plan");
        // A small job is over before anybody could see this.
        if (!IsSync)
            await live.SaveAsync(job => Running(job) with { Stage = JobStage.Planning });
        keepAlive();
        if (spec.RecipeMatch is { } match)
            await services.Log.AppendAsync(
                spec.Id, match.Matches.Any(column => column.Way == MatchWay.EditDistance) ? JobLogLevel.Warning : JobLogLevel.Info, MatchText.Of(match), cancellationToken);
        var context = await services.Lanes.RunAsync(
            LanePriority.First,
            () => services.Contexts.AcquireAsync(spec, live.Epoch, cancellationToken).GetAwaiter().GetResult(), cancellationToken);
        var chunks = context.Job.Chunks;
        var tolerant = chunks.IsTolerant ? " The file breaks quoting rules, so that it was read in one sequence to find its rows." : "";
        await services.Log.AppendAsync(
            spec.Id, chunks.IsTolerant ? JobLogLevel.Warning : JobLogLevel.Info,
            $"{string.Join(" ", context.Job.Layout.Evidence)} {Count(context.Job.Layout.Columns.Count, "column")}, {Count(chunks.Chunks.Count, "chunk")}.{tolerant}",
            cancellationToken);
        return context;
    }

    private async Task CleanAndPublishAsync(JobContext context, JobTurn? turn, CancellationToken cancellationToken)
    {
        var progress = new JobProgress(context.Job, context.Plan, context.Source.LengthBytes, services.Time);
        // The first run of a small job has nothing behind it.
        if (!IsSync || live.Epoch > 1)
            await ResumeAsync(context, progress, cancellationToken);
        var chunks = context.Job.Chunks.Chunks.Count;
        if (chunks == 1)
        {
            await CleanAloneAsync(context, progress, cancellationToken);
        }
        else
        {
            // Its size did not tell before it was planned.
            await using var late = turn is null ? await EnterAsync(chunks, cancellationToken) : null;
            await CleanTogetherAsync(context, progress, (turn ?? late)!, cancellationToken);
        }
        await PublishAsync(context, progress, cancellationToken);
    }

    /// <summary>Takes up what earlier runs finished, as far as it is whole.</summary>
    private async Task ResumeAsync(JobContext context, JobProgress progress, CancellationToken cancellationToken)
    {
        var finished = await services.Ledger.ListAsync(spec.Id, cancellationToken);
        if (finished.Count == 0)
            return;
        var isAlone = context.Job.Chunks.Chunks.Count == 1;
        var intact = await Task.WhenAll(finished.Select(chunk => services.Lanes.RunAsync(
            LanePriority.Begin,
            () => ChunkVerifier.IsIntactAsync(services.Store, _keys, chunk, context.Plan.HasDedupe, context.Job.IsProfiled, isAlone, cancellationToken).AsTask().GetAwaiter().GetResult(),
            cancellationToken)));
        foreach (var (damaged, _) in finished.Zip(intact).Where(pair => !pair.Second))
        {
            if (!await services.Ledger.ForgetAsync(spec.Id, live.Epoch, damaged.Index, cancellationToken))
                throw new StaleRunException();
            await services.Log.AppendAsync(spec.Id, JobLogLevel.Warning, $"What chunk {damaged.Index} wrote is damaged; it is done again.", cancellationToken);
        }
        progress.Resume([.. finished.Where((_, index) => intact[index])]);
        await services.Log.AppendAsync(spec.Id, JobLogLevel.Info, $"Going on after {Count(progress.Records.Count, "finished chunk")}.", cancellationToken);
    }

    private async Task PublishAsync(JobContext context, JobProgress progress, CancellationToken cancellationToken)
    {
        using var step = JobTrace.Step("ingestion.job.publish");
        if (!IsSync)
            await live.SaveAsync(job => Running(job) with { Stage = JobStage.Publishing });
        var isAlone = context.Job.Chunks.Chunks.Count == 1;
        var records = isAlone ? progress.Records : await services.Ledger.ListAsync(spec.Id, cancellationToken);
        var artifact = await services.Artifacts.GetAsync(spec.ArtifactId, cancellationToken);
        var now = services.Now();
        var manifest = await services.Lanes.RunAsync(
            LanePriority.First,
            () => ResultPublisher.PublishAsync(
                services.Store, _keys, spec.Id, context.Job, context.Plan, records, artifact?.Sha256 ?? "", now, cancellationToken).GetAwaiter().GetResult(),
            cancellationToken);
        if (context.Job.IsProfiled && manifest.Profile is null)
        {
            await services.Log.AppendAsync(
                spec.Id, JobLogLevel.Warning, "The result has no profile: what a chunk had seen for it is gone or damaged. Run the job again if the profile is needed; the rows are all there.", cancellationToken);
        }
        if (spec.RepairOf is { } target)
            await AddToAsync(target);
        var counts = progress.Counts;
        await services.Log.AppendAsync(spec.Id, JobLogLevel.Info, FormattableString.Invariant(
            $"{counts.Read:N0} row{(counts.Read == 1 ? "" : "s")} read: {counts.Clean:N0} clean, {counts.Rejected:N0} rejected, {counts.Duplicate:N0} duplicate, {counts.Unreadable:N0} unreadable."), cancellationToken);
        if (artifact is not null && artifact.RowCount != counts.Read)
            await services.Artifacts.SetRowCountAsync(spec.ArtifactId, counts.Read, cancellationToken);
        // The last thing, so that whoever sees COMPLETED sees all of it. A cancel that came before has won.
        var completed = await live.SaveAsync(job => job.Status == JobStatus.Cancelling ? null : progress.Apply(Running(job)) with
        {
            Status = JobStatus.Completed,
            Stage = JobStage.Done,
            Progress = 1,
            BytesRead = context.Source.LengthBytes,
            EtaSeconds = null,
            FinishedAt = job.FinishedAt ?? now,
        });
        if (!completed)
            throw new OperationCanceledException("The job was cancelled while it was published.");
        await TidyAsync(context);
    }

    /// <summary>From here on a repair cannot be cancelled: its rows may be in the other job's result.</summary>
    private async Task AddToAsync(JobId target)
    {
        if (!await live.SaveAsync(job => job.Status == JobStatus.Cancelling ? null : Running(job) with { Stage = JobStage.Publishing }))
            throw new OperationCanceledException("The repair was cancelled before it was added.");
        var result = await grains.GetGrain<IJobGrain>(target.Value).AddRepairAsync(spec.Id);
        if (result.Outcome == JobCommandOutcome.Outdated)
            throw new JobFailedException(
                "Another repair was added to the result while this one ran. Retry the job: its rows are then checked against the result as it is now.", spoilsWork: true);
    }

    /// <summary>What only a resumed run would need.</summary>
    private async Task TidyAsync(JobContext context)
    {
        try
        {
            // Those of a job of its own stay: a repair of its rejects needs them.
            if (context.Plan.HasDedupe && spec.RepairOf is not null)
                await services.Store.DeleteAsync(_keys.KeysFolder);
            if (context.Job.IsProfiled)
                await services.Store.DeleteAsync(_keys.ProfilesFolder);
            if (context.Job.SourceKey == _keys.Staged)
                await services.Store.DeleteAsync(_keys.Staged);
        }
        // The job is done; what is left over costs space and nothing else.
        catch (IOException exception)
        {
            LogNotTidied(exception, spec.Id);
        }
    }

    private Job Running(Job job) => job.Status == JobStatus.Cancelling
        ? job
        : job with { Status = JobStatus.Running, StartedAt = job.StartedAt ?? services.Now() };

    private static string Count(int count, string noun) => FormattableString.Invariant($"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
