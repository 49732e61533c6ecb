using System.Runtime.InteropServices;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Dedupe;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Lanes;

namespace Ingestion.Silo.Dedupe;

/// <summary>
/// One run's turns: chunk after chunk from the first, or from the last when LAST is kept. Not thread-safe: it lives on its grain's
/// scheduler, and only the look-ups themselves run on lanes.
/// </summary>
internal sealed class DedupeTurns : IAsyncDisposable
{
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(2);
    private readonly JobContext _context;
    private readonly JobKeys _keys;
    private readonly CpuLanes _lanes;
    private readonly IArtifactStore _store;
    private readonly DedupeResolver _resolver;
    private readonly HashSet<int> _replayed;
    private readonly Dictionary<int, DedupeKeys> _waiting = [];
    private readonly Dictionary<int, TaskCompletionSource<DedupeAnswer?>> _answers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _count;
    private int _turn;
    private Exception? _failure;
    private Task _advance = Task.CompletedTask;

    public DedupeTurns(
        JobContext context, int epoch, JobKeys keys, IReadOnlyList<int> finished, CpuLanes lanes, IArtifactStore store, EngineOptions options)
    {
        _context = context;
        _keys = keys;
        _lanes = lanes;
        _store = store;
        _resolver = new DedupeResolver(context.Plan, options);
        _replayed = [.. finished];
        _count = context.Job.Chunks.Chunks.Count;
        Epoch = epoch;
    }

    public int Epoch { get; }

    /// <inheritdoc cref="IDedupeGrain.ResolveAsync"/>
    public async Task<DedupeReply> ResolveAsync(int chunk, DedupeKeys? keys, CancellationToken cancellationToken)
    {
        if (_failure is { } failure)
            throw failure;
        if (!_answers.TryGetValue(chunk, out var answer))
        {
            if (keys is null)
                return new DedupeReply(DedupeOutcome.Lost);
            _answers[chunk] = answer = new TaskCompletionSource<DedupeAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[chunk] = keys;
        }
        Advance();
        await Task.WhenAny(answer.Task, Task.Delay(TurnPatience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (!answer.Task.IsCompleted)
            return new DedupeReply(DedupeOutcome.NotYet);
        return await answer.Task is { } known ? new DedupeReply(DedupeOutcome.Answered, known) : new DedupeReply(DedupeOutcome.Lost);
    }

    /// <summary>Forgets a chunk's answer. A chunk that was recorded before its turn here is replayed when that comes.</summary>
    public void Finished(int chunk)
    {
        if (TurnOf(chunk) >= _turn)
            _replayed.Add(chunk);
        _answers.Remove(chunk);
        _waiting.Remove(chunk);
        Advance();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _advance.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        foreach (var answer in _answers.Values)
            answer.TrySetResult(null);
        _resolver.Dispose();
        _context.Release();
        _stop.Dispose();
    }

    private void Advance()
    {
        if (_advance.IsCompleted && _failure is null)
            _advance = AdvanceAsync();
    }

    private async Task AdvanceAsync()
    {
        try
        {
            while (_turn < _count)
            {
                var chunk = ChunkAt(_turn);
                if (_replayed.Contains(chunk))
                    await ReplayAsync(chunk);
                else if (_waiting.Remove(chunk, out var keys))
                    await AnswerAsync(chunk, keys);
                else
                    return;
                _turn++;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Those who wait are told by whoever stopped it.
        }
        // Whatever went wrong, a part of a chunk's keys may be in the index: only a new run can go on.
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private async Task AnswerAsync(int chunk, DedupeKeys keys)
    {
        var found = await _lanes.RunAsync(
            LanePriority.First, () => _resolver.Resolve(MemoryMarshal.Cast<byte, UInt128>(keys.Bytes)), _stop.Token);
        if (_answers.TryGetValue(chunk, out var answer))
            answer.TrySetResult(new DedupeAnswer(found.RemovedBy, found.ViolationRows));
    }

    private async Task ReplayAsync(int chunk)
    {
        var key = _keys.Keys(chunk);
        using var reader = await _store.OpenAsync(key, _stop.Token)
            ?? throw new InvalidDataException($"The key file '{key}' of a finished chunk is missing.");
        await _lanes.RunAsync(LanePriority.First, () => _resolver.Resolve(KeyFile.Read(reader, key)), _stop.Token);
    }

    private void Fail(Exception exception)
    {
        _failure ??= exception;
        foreach (var answer in _answers.Values)
            answer.TrySetException(exception);
    }

    // A turn's number and its chunk's mirror each other, so one formula serves both ways.
    private int ChunkAt(int turn) => _context.Plan.DedupeFromEnd ? _count - 1 - turn : turn;

    private int TurnOf(int chunk) => ChunkAt(chunk);
}
