using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Dedupe;
using Ingestion.Silo.Telemetry;

namespace Ingestion.Silo.Jobs;

/// <summary>Keeps a bounded number of a run's chunks in flight, always the earliest in turn, and puts failed ones back.</summary>
internal sealed partial class ChunkWindow(
    JobSpec spec, JobContext context, LiveJob live, JobProgress progress, IGrainFactory grains, Action keepAlive, JobRunServices services)
{
    private const int MostAttempts = 3;

    // Silos come and go, one after the other in a rolling restart; a chunk that takes every silo down with it must end some time.
    private const int MostLosses = 20;
    private static readonly TimeSpan LossPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private readonly PriorityQueue<int, int> _queue = new();
    private readonly Dictionary<Task<ChunkResult>, (int Slot, int Chunk)> _flying = [];
    private readonly Dictionary<int, int> _attempts = [];
    private readonly Dictionary<int, int> _losses = [];
    private readonly ILogger _logger = services.Logger;

    /// <summary>Runs all chunks that are not finished; false when the dedupe stage lost its memory and the window is to be begun again.</summary>
    /// <exception cref="JobFailedException">A chunk cannot be finished, or the error budget is used up.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var count = context.Job.Chunks.Chunks.Count;
        var finished = progress.Records.Select(record => record.Index).ToHashSet();
        for (var chunk = 0; chunk < count; chunk++)
        {
            if (!finished.Contains(chunk))
                _queue.Enqueue(chunk, TurnOf(chunk));
        }
        await live.ShowAsync(progress.Apply(live.Current) with { Stage = JobStage.Cleaning });
        if (_queue.Count == 0)
            return true;

        var usesStage = context.Plan.HasDedupe && count > 1;
        if (usesStage)
            await Stage.BeginAsync(spec, live.Epoch, [.. finished]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await KeepFullAsync(count, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await EndCallsAsync();
            if (usesStage)
                await EndStageAsync();
        }
    }

    private IDedupeGrain Stage => grains.GetGrain<IDedupeGrain>(spec.Id.Value);

    private async Task<bool> KeepFullAsync(int count, CancellationToken cancellationToken)
    {
        var free = new Stack<int>(Enumerable.Range(0, Math.Min(count, Width())).Reverse());
        while (_queue.Count > 0 || _flying.Count > 0)
        {
            while (free.Count > 0 && _queue.TryDequeue(out var next, out _))
            {
                var slot = free.Pop();
                _flying.Add(CallAsync(slot, next, count == 1, cancellationToken), (slot, next));
            }
            var call = await Task.WhenAny(_flying.Keys);
            keepAlive();
            _flying.Remove(call, out var place);
            free.Push(place.Slot);
            cancellationToken.ThrowIfCancellationRequested();
            var result = await ResultOfAsync(call, place.Chunk);
            switch (result.Outcome)
            {
                case ChunkOutcome.Finished:
                    await TakeAsync(result.Record!, count);
                    break;
                case ChunkOutcome.Stale:
                    throw new StaleRunException();
                case ChunkOutcome.DedupeLost:
                    return false;
                case ChunkOutcome.Lost when Count(_losses, place.Chunk) < MostLosses:
                    services.Metrics.Retried(result.Outcome);
                    await services.Log.AppendAsync(spec.Id, JobLogLevel.Info, $"Chunk {place.Chunk} is begun again: the silo that worked on it does not answer.", cancellationToken);
                    await Task.Delay(LossPause, services.Time, cancellationToken);
                    _queue.Enqueue(place.Chunk, TurnOf(place.Chunk));
                    break;
                case ChunkOutcome.FailedForNow when Count(_attempts, place.Chunk) < MostAttempts:
                    services.Metrics.Retried(result.Outcome);
                    LogChunkFailed(spec.Id, place.Chunk, result.Message);
                    await services.Log.AppendAsync(spec.Id, JobLogLevel.Warning, $"Chunk {place.Chunk} is tried again: {result.Message}", cancellationToken);
                    _queue.Enqueue(place.Chunk, TurnOf(place.Chunk));
                    break;
                default:
                    throw new JobFailedException(result.Message ?? "A chunk failed.", result.Outcome == ChunkOutcome.Spoiled);
            }
        }
        return true;
    }

    private Task<ChunkResult> CallAsync(int slot, int chunk, bool isAlone, CancellationToken cancellationToken)
    {
        var task = new ChunkTask(spec, live.Epoch, chunk, JobTrace.Current);
        return isAlone
            ? services.Telemetry.RunAsync(task, () => services.Chunks.RunAloneAsync(task, context, cancellationToken))
            : grains.GetGrain<IChunkWorkerGrain>($"{spec.Id}/w{slot}").RunAsync(task, cancellationToken);
    }

    private async Task<ChunkResult> ResultOfAsync(Task<ChunkResult> call, int chunk)
    {
        try
        {
            return await call;
        }
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            LogChunkLost(exception, spec.Id, chunk);
            return new ChunkResult(ChunkOutcome.Lost, Message: $"Chunk {chunk} was begun on {MostLosses} silos, and none of them answered. Is it what takes them down? Look at their logs, then retry the job.");
        }
        // A bug: whatever it is, another attempt may do better, and there are few of them.
        catch (Exception exception) when (exception is not OperationCanceledException && !JobFailure.IsDatabaseOutage(exception))
        {
            LogChunkThrew(exception, spec.Id, chunk);
            return new ChunkResult(ChunkOutcome.FailedForNow, Message: $"Chunk {chunk} failed ({exception.Message.TrimEnd('.')}). Retry the job; if it fails again, the service's log says more.");
        }
    }

    private async Task TakeAsync(ChunkRecord record, int count)
    {
        progress.Add(record);
        if (context.Plan.HasDedupe && count > 1)
            await Stage.FinishedAsync(live.Epoch, record.Index);
        if (ErrorBudgetCheck.Exceeded(spec.Recipe.ErrorBudget, progress.Counts) is { } why)
            throw new JobFailedException(why, spoilsWork: false);
        await live.ShowAsync(progress.Apply(live.Current));
    }

    private async Task EndCallsAsync()
    {
        if (_flying.Count == 0)
            return;
        Task ended = Task.WhenAll(_flying.Keys).WaitAsync(StopPatience, services.Time);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>Frees the stage's memory. Where its silo is gone, so is that.</summary>
    private async Task EndStageAsync()
    {
        try
        {
            await Stage.EndAsync(live.Epoch);
        }
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            LogStageLost(exception, spec.Id);
        }
    }

    private static int Count(Dictionary<int, int> times, int chunk) => times[chunk] = times.GetValueOrDefault(chunk) + 1;

    private int TurnOf(int chunk) => context.Plan.DedupeFromEnd ? -chunk : chunk;

    private int Width() =>
        services.Settings.ChunksInFlight * Math.Max(1, services.Membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active));
}
