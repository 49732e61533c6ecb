using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// The keys that are in memory: 256 <see cref="KeyShard"/>s by the highest 8 bits. Keys are uniform hashes; others cost time, never exactness.
/// </summary>
/// <remarks>
/// A shard grows by half once it is 80% full, so a key takes 20 to 30 bytes in it. The shards' sizes are spread evenly over
/// one such step: at any time some have just grown and some are about to, and the whole stays near 25 bytes a key.
/// </remarks>
internal sealed unsafe class KeyTable : IDisposable
{
    public const int ShardBits = 8;
    private const int ShardCount = 1 << ShardBits;
    private const double SmallestHomeCount = 16;
    private const double GrowthFactor = 1.5;

    // Smaller tables grow in no time, and huge pages are no gain to them.
    private const long LeastArenaBytes = 4 << 20;

    // Home slots are fetched a group ahead, all of a group in one go: the walks of the page tables, most of the wait, then overlap.
    private const int PrefetchKeys = 16;

    private readonly KeyShard[] _shards = new KeyShard[ShardCount];
    private readonly byte[] _growths = new byte[ShardCount];
    private KeyArena? _arena;
    private bool _hasZero;

    /// <summary>The keys in the shards: all but the zero key.</summary>
    public long ShardedCount { get; private set; }

    public long Count => ShardedCount + (_hasZero ? 1 : 0);

    public long MemoryBytes { get; private set; }

    /// <summary>The most that was held at any moment, the inside of a growth included.</summary>
    public long PeakMemoryBytes { get; private set; }

    /// <summary>
    /// Goes through the keys that are not marked as seen, in order: marks the ones that are here and adds the others.
    /// Stops before the key for which a shard would have to grow past the limit, unless there is nothing to spill.
    /// </summary>
    /// <returns>How many keys are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int AddInOrder(ReadOnlySpan<UInt128> keys, Span<bool> seenBefore, long memoryLimitBytes)
    {
        var shards = _shards;
        for (var i = 0; i < keys.Length; i++)
        {
            if (Sse.IsSupported && i % PrefetchKeys == 0)
                Prefetch(shards, keys[Math.Min(i + PrefetchKeys, keys.Length)..Math.Min(i + (2 * PrefetchKeys), keys.Length)]);
            if (seenBefore[i])
                continue;
            var high = (ulong)(keys[i] >> 64);
            var low = (ulong)keys[i];
            if ((high | low) == 0)
            {
                seenBefore[i] = _hasZero;
                _hasZero = true;
                continue;
            }
            var shard = (int)(high >> (64 - ShardBits));
            if (shards[shard].IsFull && !TryGrow(shard, memoryLimitBytes))
                return i;
            if (shards[shard].Add(high, low))
                ShardedCount++;
            else
                seenBefore[i] = true;
        }
        return keys.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(KeyShard[] shards, ReadOnlySpan<UInt128> keys)
    {
        foreach (ref readonly var key in keys)
        {
            var high = (ulong)(key >> 64);
            var home = (byte*)shards[high >> (64 - ShardBits)].HomeOf(high);
            Sse.Prefetch0(home);
            Sse.Prefetch0(home + 64);
        }
    }

    // Out of line: inside the loop it would cost the loop its registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGrow(int shard, long memoryLimitBytes)
    {
        ref var grown = ref _shards[shard];
        var homeCount = grown.HomeCount;
        if (grown.IsCrowded)
            homeCount = HomesAfter(_growths[shard], shard);
        var slotCount = grown.SlotsFor(homeCount);
        // To move a shard, both its places are needed for a moment.
        if (ShardedCount > 0 && MemoryBytes + ((long)slotCount * KeyShard.SlotBytes) > memoryLimitBytes)
            return false;
        if (grown.IsCrowded)
            _growths[shard]++;
        var before = grown.MemoryBytes;
        grown.Resize(homeCount, slotCount, _arena);
        PeakMemoryBytes = Math.Max(PeakMemoryBytes, MemoryBytes + grown.MemoryBytes);
        MemoryBytes += grown.MemoryBytes - before;
        return true;
    }

    /// <summary>
    /// Makes room at once for as many keys as there will be, as far as the limit goes. Growing step by step would move each key three
    /// times, and through memory that is new to the processor and to the system each time. More keys than that grow as others do.
    /// </summary>
    public void Reserve(long keyCount, long memoryLimitBytes)
    {
        // An eighth more than was guessed, filled to 80%, and what chance gives one shard more than another.
        var keysPerShard = (keyCount * 1.125 / ShardCount) + (4 * Math.Sqrt((double)keyCount / ShardCount));
        var slotCount = (ulong)Math.Min(KeyShard.SlotsOf(keysPerShard), (double)(memoryLimitBytes - MemoryBytes) / (ShardCount * KeyShard.SlotBytes));
        var shardBytes = (long)slotCount * KeyShard.SlotBytes;
        var bytes = ShardCount * shardBytes;
        if (_arena is not null || bytes < LeastArenaBytes || bytes < 2 * MemoryBytes || KeyArena.TryCreate(bytes) is not { } arena)
            return;
        PeakMemoryBytes = Math.Max(PeakMemoryBytes, MemoryBytes + bytes);
        _arena = arena;
        var homeCount = KeyShard.HomesOf(slotCount);
        for (var shard = 0; shard < ShardCount; shard++)
        {
            var before = _shards[shard].MemoryBytes;
            if (!_shards[shard].TryMoveTo((ulong*)(arena.Start + (shard * shardBytes)), homeCount, slotCount))
                continue;
            MemoryBytes += shardBytes - before;
            while (HomesAfter(_growths[shard], shard) < homeCount + (homeCount / 8))
                _growths[shard]++;
        }
    }

    private static ulong HomesAfter(int growths, int shard) => (ulong)(SmallestHomeCount * Math.Pow(GrowthFactor, growths + ((double)shard / ShardCount)));

    /// <summary>Hands out the sharded keys in ascending order, a buffer at a time.</summary>
    public void CopyTo(Span<UInt128> buffer, KeyBatchAction take)
    {
        var filled = 0;
        foreach (ref readonly var shard in _shards.AsSpan())
        {
            ulong cursor = 0;
            while (cursor < shard.SlotCount)
            {
                filled += shard.CopyTo(buffer[filled..], ref cursor);
                if (filled < buffer.Length)
                    continue;
                take(buffer);
                filled = 0;
            }
        }
        if (filled > 0)
            take(buffer[..filled]);
    }

    /// <summary>Forgets the sharded keys, which now are elsewhere. Memory that they used well is kept for the next ones.</summary>
    public void Clear()
    {
        var keepsMemory = ShardedCount * KeyShard.SlotBytes >= MemoryBytes / 4;
        ShardedCount = 0;
        if (!keepsMemory)
            Dispose();
        foreach (ref var shard in _shards.AsSpan())
            shard.Clear();
    }

    public void Dispose()
    {
        foreach (ref var shard in _shards.AsSpan())
            shard.Free(_arena);
        _arena?.Dispose();
        _arena = null;
        Array.Clear(_growths);
        MemoryBytes = 0;
    }
}

/// <summary>Takes some keys; the span is reused after the call.</summary>
internal delegate void KeyBatchAction(ReadOnlySpan<UInt128> keys);
