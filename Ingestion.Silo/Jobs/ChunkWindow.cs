using System.Threading.Channels;
using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Dedupe;
using Ingestion.Silo.Scheduling;
using Ingestion.Silo.Telemetry;
using Orleans.Runtime.Placement;

namespace Ingestion.Silo.Jobs;

/// <summary>
/// Keeps the places that a job has in the cluster filled with its chunks, always the earliest in turn, and puts failed ones back.
/// </summary>
internal sealed partial class ChunkWindow(
    JobSpec spec, JobContext context, LiveJob live, JobProgress progress, DedupeStage? stage, JobTurn turn, IGrainFactory grains,
    Action keepAlive, JobRunServices services)
{
    private const int MostAttempts = 3;

    // Silos come and go, one after the other in a rolling restart; a chunk that takes every silo down with it must end some time.
    private const int MostLosses = 20;
    private static readonly TimeSpan LossRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FullRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private readonly ChunkPlaces _places = new(services.Time);
    private readonly PriorityQueue<int, int> _queue = new();
    private readonly Dictionary<Task<ChunkResult>, (ChunkPlace Place, int Chunk)> _flying = [];
    private readonly Channel<Task> _ended = Channel.CreateUnbounded<Task>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<int, int> _attempts = [];
    private readonly Dictionary<int, int> _losses = [];
    private readonly HashSet<int> _finished = [.. progress.Records.Select(record => record.Index)];
    private readonly ILogger _logger = services.Logger;
    private int _finishedTurns;

    /// <summary>Runs all chunks that are not finished; throws when the window is to be begun again.</summary>
    /// <exception cref="DedupeLostException">The dedupe stage has lost a part of its memory.</exception>
    /// <exception cref="JobFailedException">A chunk cannot be finished, or the error budget is used up.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var chunk in Enumerable.Range(0, context.Job.Chunks.Chunks.Count).Except(_finished))
            _queue.Enqueue(chunk, TurnOf(chunk));
        CountFinishedTurns();
        await live.ShowAsync(progress.Apply(live.Current) with { Stage = JobStage.Cleaning });
        if (_queue.Count == 0)
            return;

        if (stage is not null)
            await stage.BeginAsync([.. _finished], turn.Share);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await KeepFullAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await EndCallsAsync();
        }
    }

    private async Task KeepFullAsync(CancellationToken cancellationToken)
    {
        _places.Update(turn.Share);
        var renewal = Follow(turn.RenewAsync(cancellationToken));
        while (_queue.Count > 0 || _flying.Count > 0)
        {
            while (_queue.Count > 0 && _places.TryTake(out var place, IsAwaited(_queue.Peek())))
            {
                var chunk = _queue.Dequeue();
                _flying.Add(Follow(CallAsync(place, chunk, cancellationToken)), (place, chunk));
            }
            var done = await _ended.Reader.ReadAsync(cancellationToken);
            keepAlive();
            cancellationToken.ThrowIfCancellationRequested();
            if (done == renewal)
            {
                await renewal;
                _places.Update(turn.Share);
                renewal = Follow(turn.RenewAsync(cancellationToken));
            }
            else
            {
                await TakeAsync((Task<ChunkResult>)done, cancellationToken);
            }
        }
    }

    // One step a task that ends, however many are under way: asking for any of them anew each time would touch all of them.
    private T Follow<T>(T task) where T : Task
    {
        task.ContinueWith(
            ended => _ended.Writer.TryWrite(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    private Task<ChunkResult> CallAsync(ChunkPlace place, int chunk, CancellationToken cancellationToken)
    {
        // Where the worker is to be made; a hint, so that a silo that is gone meanwhile is no obstacle.
        RequestContext.Set(IPlacementDirector.PlacementHintKey, place.Silo);
        try
        {
            return grains.GetGrain<IChunkWorkerGrain>($"{spec.Id}/{place.Silo.ToParsableString()}/w{place.Number}")
                .RunAsync(new ChunkTask(spec, live.Epoch, chunk, _finishedTurns, JobTrace.Current), cancellationToken);
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    /// <summary>Takes what became of a chunk.</summary>
    private async Task TakeAsync(Task<ChunkResult> call, CancellationToken cancellationToken)
    {
        _flying.Remove(call, out var flown);
        var (place, chunk) = flown;
        var result = await ResultOfAsync(call, chunk);
        _places.Return(place, result.Outcome == ChunkOutcome.Finished);
        switch (result.Outcome)
        {
            case ChunkOutcome.Finished:
                await TakeAsync(result.Record!);
                break;
            case ChunkOutcome.Stale:
                throw new StaleRunException();
            case ChunkOutcome.DedupeLost:
                throw new DedupeLostException(result.Message);
            case ChunkOutcome.Lost when Count(_losses, chunk) < MostLosses:
                await PutBackAsync(chunk, result.Outcome, JobLogLevel.Info, $"Chunk {chunk} is begun again: the silo that worked on it does not answer.", cancellationToken);
                _places.Rest(place.Silo, LossRest);
                break;
            case ChunkOutcome.DiskFull:
                _places.Rest(place.Silo, FullRest, isFull: true);
                if (_places.AreAllFull)
                    throw new JobFailedException(result.Message!, spoilsWork: false);
                await PutBackAsync(chunk, result.Outcome, JobLogLevel.Warning, $"Chunk {chunk} is begun again on another silo: the disk of {place.Silo.Endpoint} is full.", cancellationToken);
                break;
            case ChunkOutcome.FailedForNow when Count(_attempts, chunk) < MostAttempts:
                LogChunkFailed(spec.Id, chunk, result.Message);
                await PutBackAsync(chunk, result.Outcome, JobLogLevel.Warning, $"Chunk {chunk} is tried again: {result.Message}", cancellationToken);
                break;
            default:
                throw new JobFailedException(result.Message ?? "A chunk failed.", result.Outcome == ChunkOutcome.Spoiled);
        }
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

    private async Task PutBackAsync(int chunk, ChunkOutcome reason, JobLogLevel level, string why, CancellationToken cancellationToken)
    {
        services.Metrics.Retried(reason);
        await services.Log.AppendAsync(spec.Id, level, why, cancellationToken);
        _queue.Enqueue(chunk, TurnOf(chunk));
    }

    private async Task TakeAsync(ChunkRecord record)
    {
        progress.Add(record);
        _finished.Add(record.Index);
        CountFinishedTurns();
        if (ErrorBudgetCheck.Exceeded(spec, progress.Counts) is { } why)
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

    // A chunk that was put back may find every place taken by later ones, which wait for its turn in the dedupe stage: for ever, then.
    private bool IsAwaited(int chunk) => stage is not null && _flying.Count > 0 && _flying.Values.All(flown => TurnOf(flown.Chunk) > TurnOf(chunk));

    private static int Count(Dictionary<int, int> times, int chunk) => times[chunk] = times.GetValueOrDefault(chunk) + 1;

    private void CountFinishedTurns()
    {
        while (_finished.Contains(TurnOf(_finishedTurns)))
            _finishedTurns++;
    }

    // A turn's number and its chunk's mirror each other, so one formula serves both ways.
    private int TurnOf(int chunk) => context.Plan.DedupeFromEnd ? context.Job.Chunks.Chunks.Count - 1 - chunk : chunk;
}
