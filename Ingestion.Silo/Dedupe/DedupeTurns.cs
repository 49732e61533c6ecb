using System.Runtime.InteropServices;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Dedupe;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Jobs;
using Ingestion.Silo.Lanes;

namespace Ingestion.Silo.Dedupe;

/// <summary>
/// One run's turns at one partition: chunk after chunk from the first, or from the last when LAST is kept. Not thread-safe: it lives on
/// its grain's scheduler, and only the look-ups themselves run on lanes.
/// </summary>
internal sealed class DedupeTurns : IAsyncDisposable
{
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(2);
    private readonly JobContext _context;
    private readonly DedupePlace _place;
    private readonly JobKeys _keys;
    private readonly CpuLanes _lanes;
    private readonly IArtifactStore _store;
    private readonly KeyIndex _index;
    private readonly HashSet<int> _replayed;
    private readonly Dictionary<int, byte[]> _gathered = [];
    private readonly Dictionary<int, byte[]> _waiting = [];
    private readonly Dictionary<int, TaskCompletionSource<byte[]?>> _answers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _count;
    private int _turn;
    private int _forgottenTurns;
    private Exception? _failure;
    private Task _advance = Task.CompletedTask;

    public DedupeTurns(
        JobContext context, int epoch, DedupePlace place, JobKeys keys, IReadOnlyList<int> finished, CpuLanes lanes, IArtifactStore store,
        EngineOptions options)
    {
        _context = context;
        _place = place;
        _keys = keys;
        _lanes = lanes;
        _store = store;
        _index = new KeyIndex(KeyIndexOptions.Of(context.Plan, options));
        _replayed = [.. finished];
        _count = context.Job.Chunks.Chunks.Count;
        Epoch = epoch;
    }

    public int Epoch { get; }

    /// <summary>Why it cannot go on, when its keys found no room on this silo's disk; else null.</summary>
    public string? OutOfRoom => _failure is not null && JobFailure.Explain(_failure) is { Outcome: ChunkOutcome.DiskFull } full ? full.Message : null;

    /// <summary>
    /// Whether what is here still serves when another partition was lost and the window begins again: every chunk whose turn was has
    /// an answer or is finished.
    /// </summary>
    public bool TryGoOn(IReadOnlyList<int> finished)
    {
        if (_failure is not null)
            return false;
        _replayed.UnionWith(finished);
        for (var turn = 0; turn < _turn; turn++)
        {
            if (!_replayed.Contains(ChunkAt(turn)) && !_answers.ContainsKey(ChunkAt(turn)))
                return false;
        }
        return true;
    }

    /// <inheritdoc cref="IDedupeGrain.AddAsync"/>
    public async Task<DedupeReply> AddAsync(int chunk, DedupeKeys? keys, int finishedTurns, CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return Failed();
        for (; _forgottenTurns < finishedTurns; _forgottenTurns++)
            _answers.Remove(ChunkAt(_forgottenTurns));
        if (!_answers.TryGetValue(chunk, out var answer))
        {
            if (keys is null || TurnOf(chunk) < _turn || !TryGather(chunk, keys))
                return new DedupeReply(DedupeOutcome.Lost);
            if (!keys.IsLast)
                return new DedupeReply(DedupeOutcome.NotYet);
            _answers[chunk] = answer = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        Advance();
        await Task.WhenAny(answer.Task, Task.Delay(TurnPatience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (!answer.Task.IsCompleted)
            return new DedupeReply(DedupeOutcome.NotYet);
        return await answer.Task is { } known ? new DedupeReply(DedupeOutcome.Answered, known) : Failed();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _advance.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        foreach (var answer in _answers.Values)
            answer.TrySetResult(null);
        _index.Dispose();
        _context.Release();
        _stop.Dispose();
    }

    /// <summary>With room on another silo's disk the partition can go on; other trouble would be the same there.</summary>
    private DedupeReply Failed() => _failure is null || OutOfRoom is not null
        ? new DedupeReply(DedupeOutcome.Lost, Why: _failure?.Message)
        : throw _failure;

    /// <summary>Keeps a piece; false when the ones before it are not here. Whoever sends a chunk's keys again sends the same.</summary>
    private bool TryGather(int chunk, DedupeKeys keys)
    {
        if (keys.IsWhole)
        {
            _waiting[chunk] = keys.Bytes;
            return true;
        }
        if (!_gathered.TryGetValue(chunk, out var all))
        {
            if (keys.From > 0)
                return false;
            _gathered[chunk] = all = new byte[keys.Total];
        }
        keys.Bytes.CopyTo(all, keys.From);
        if (!keys.IsLast)
            return true;
        _gathered.Remove(chunk);
        _waiting[chunk] = all;
        return true;
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
                if (_waiting.Remove(chunk, out var keys))
                    await AnswerAsync(chunk, keys);
                else if (_replayed.Contains(chunk))
                    await ReplayAsync(chunk);
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

    private async Task AnswerAsync(int chunk, byte[] keys)
    {
        var seenBefore = await _lanes.RunAsync(
            LanePriority.First,
            () =>
            {
                var seen = new byte[keys.Length / Marshal.SizeOf<UInt128>()];
                _index.AddInOrder(MemoryMarshal.Cast<byte, UInt128>(keys), MemoryMarshal.Cast<byte, bool>(seen.AsSpan()));
                Expect(chunk, seen.Length);
                return seen;
            },
            _stop.Token);
        if (_answers.TryGetValue(chunk, out var answer))
            answer.TrySetResult(seenBefore);
    }

    private async Task ReplayAsync(int chunk)
    {
        var key = _keys.Keys(chunk);
        using var reader = await _store.OpenAsync(key, _stop.Token)
            ?? throw new InvalidDataException($"The key file '{key}' of a finished chunk is missing.");
        await _lanes.RunAsync(
            LanePriority.First,
            () =>
            {
                var keys = KeyFile.Read(reader, key, KeyFile.SectionOf(_place.Rule, _place.Partition, _context.Job.DedupePartitions));
                _index.Add(keys);
                Expect(chunk, keys.Length);
                return true;
            },
            _stop.Token);
    }

    /// <summary>What the chunk in the first turn tells of those to come.</summary>
    private void Expect(int chunk, int keys)
    {
        var chunks = _context.Job.Chunks.Chunks;
        if (chunk == ChunkAt(0) && chunks.Count > 1)
            _index.ExpectAsIn(keys, (double)chunks[chunk].LengthBytes / chunks.Sum(one => one.LengthBytes));
    }

    private void Fail(Exception exception)
    {
        _failure ??= exception;
        foreach (var answer in _answers.Values)
            answer.TrySetResult(null);
    }

    // A turn's number and its chunk's mirror each other, so one formula serves both ways.
    private int ChunkAt(int turn) => _context.Plan.DedupeFromEnd ? _count - 1 - turn : turn;

    private int TurnOf(int chunk) => ChunkAt(chunk);
}
