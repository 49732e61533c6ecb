using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// One shard of a <see cref="KeyTable"/>: ordered linear probing (Amble and Knuth, "Ordered hash tables", 1974).
/// A key's home slot grows with the key, and keys stand in ascending order, so that the table is a sorted array with gaps:
/// a search for an absent key ends early, growing is two sequential passes in place, and a spill needs no sort.
/// </summary>
/// <remarks>
/// A slot is two words, low then high; two zero words are an empty slot, so the zero key is kept elsewhere.
/// Between a key's home and its slot there is no empty slot. Unless the shard is full its last slot is empty: it ends every search.
/// </remarks>
internal unsafe struct KeyShard
{
    public const int SlotBytes = 16;

    // Slots after the last home, for the keys that are pushed out of it: hashes at 80% rarely push more than ten.
    private const int TailSlots = 16;

    private ulong* _slots;
    private ulong _homeCount;
    private ulong _slotCount;
    private int _roomyCount;

    public int Count { get; private set; }

    public readonly ulong HomeCount => _homeCount;

    public readonly ulong SlotCount => _slotCount;

    public readonly long MemoryBytes => (long)_slotCount * SlotBytes;

    /// <summary>Whether <see cref="Resize"/> has to come before the next <see cref="Add"/>.</summary>
    public readonly bool IsFull => Count >= _roomyCount;

    /// <summary>Where a search for a key of this shard begins. Null in a shard that never grew: to be prefetched at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong* HomeOf(ulong high) => HomeOf(_slots, _homeCount, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong* HomeOf(ulong* slots, ulong homeCount, ulong high) =>
        slots + (2 * Math.BigMul(high << KeyTable.ShardBits, homeCount, out _));

    /// <summary>Adds a key that is not zero. False when it was there already. The shard must not be full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(ulong high, ulong low)
    {
        var slot = HomeOf(high);
        // One comparison a slot: an empty one wraps around to the greatest number and ends the loop too.
        if (high != 0)
        {
            while (slot[1] - 1 < high - 1)
                slot += 2;
        }
        // Equal high words, and high words of zero, are left to this loop.
        while ((slot[0] | slot[1]) != 0 && (slot[1] < high || (slot[1] == high && slot[0] < low)))
            slot += 2;
        if (slot[0] == low && slot[1] == high)
            return false;

        for (var carried = Vector128.Create(low, high); carried != Vector128<ulong>.Zero; slot += 2)
        {
            var pushedOut = Vector128.Load(slot);
            carried.Store(slot);
            carried = pushedOut;
        }
        Count++;
        // The slot before the last, or the last itself, is taken: the tail has to grow before the next search.
        if (slot >= _slots + (2 * (_slotCount - 1)))
            _roomyCount = 0;
        return true;
    }

    /// <summary>The slots for more homes; or for the same homes, with a longer tail.</summary>
    public readonly ulong SlotsFor(ulong homeCount) =>
        homeCount != _homeCount ? Math.Max(homeCount + TailSlots, _slotCount) : _slotCount + Math.Max(TailSlots, _slotCount / 8);

    /// <summary>
    /// Spreads the keys over more homes, or makes the tail longer. In place, since most of what memory costs is its first touch.
    /// Keys that crowd at the end, as hashes never do, get more slots than were asked for.
    /// </summary>
    public void Resize(ulong homeCount, ulong slotCount, KeyArena? arena)
    {
        Debug.Assert(slotCount >= _slotCount && homeCount >= _homeCount);
        while (!TryResize(homeCount, slotCount, arena))
            slotCount = SlotsFor(_homeCount);
        _roomyCount = RoomyCount;
    }

    /// <summary>Whether the keys need more homes; a full shard that does not needs a longer tail.</summary>
    public readonly bool IsCrowded => Count >= RoomyCount;

    /// <summary>The slots in which so many keys find room before the shard has to grow.</summary>
    public static double SlotsOf(double keys) => (keys * 5 / 4) + TailSlots;

    /// <summary>The homes that so many slots have room for.</summary>
    public static ulong HomesOf(ulong slotCount) => slotCount - TailSlots;

    private readonly int RoomyCount => (int)(_homeCount * 4 / 5);

    // Both passes do without a branch that depends on a key: gaps are as good as random, and half the guesses would be wrong.
    private bool TryResize(ulong homeCount, ulong slotCount, KeyArena? arena)
    {
        var bytes = (nuint)slotCount * SlotBytes;
        _slots = (ulong*)(arena?.Holds(_slots) == true ? KeyArena.MoveOut(_slots, (nuint)MemoryBytes, bytes) : NativeMemory.Realloc(_slots, bytes));
        var end = _slots + (2 * slotCount);
        var packed = end;
        for (var from = _slots + (2 * _slotCount); from != _slots;)
        {
            from -= 2;
            Vector128.Load(from).Store(packed - 2);
            packed -= (from[0] | from[1]) == 0 ? 0 : 2;
        }
        NativeMemory.Clear(_slots, (nuint)((byte*)packed - (byte*)_slots));
        _homeCount = homeCount;
        _slotCount = slotCount;

        // A key never moves up: all keys from it on find room behind the place where it goes, and they are packed to the end.
        var next = _slots;
        var last = end - 4;
        for (; packed != end; packed += 2)
        {
            var home = HomeOf(_slots, homeCount, packed[1]);
            var to = home > next ? home : next;
            if (to > last || to > packed)
                return false;
            var key = Vector128.Load(packed);
            Vector128<ulong>.Zero.Store(packed);
            key.Store(to);
            next = to + 2;
        }
        return true;
    }

    /// <summary>Moves the keys, spread over more homes, to a part of an arena that is zero. False when they crowd at the end, as hashes never do.</summary>
    public bool TryMoveTo(ulong* slots, ulong homeCount, ulong slotCount)
    {
        var next = slots;
        var last = slots + (2 * slotCount) - 4;
        for (var from = _slots; from != _slots + (2 * _slotCount); from += 2)
        {
            if ((from[0] | from[1]) == 0)
                continue;
            var home = HomeOf(slots, homeCount, from[1]);
            var to = home > next ? home : next;
            if (to > last)
                return false;
            Vector128.Load(from).Store(to);
            next = to + 2;
        }
        NativeMemory.Free(_slots);
        _slots = slots;
        _homeCount = homeCount;
        _slotCount = slotCount;
        _roomyCount = RoomyCount;
        return true;
    }

    /// <summary>Copies keys in ascending order, from the slot numbered <paramref name="cursor"/> on, as many as there is room for.</summary>
    public readonly int CopyTo(Span<UInt128> keys, ref ulong cursor)
    {
        var copied = 0;
        for (; cursor < _slotCount && copied < keys.Length; cursor++)
        {
            var slot = _slots + (2 * cursor);
            if ((slot[0] | slot[1]) != 0)
                keys[copied++] = new UInt128(slot[1], slot[0]);
        }
        return copied;
    }

    /// <summary>Forgets the keys and keeps the memory.</summary>
    public void Clear()
    {
        NativeMemory.Clear(_slots, (nuint)_slotCount * SlotBytes);
        Count = 0;
        _roomyCount = RoomyCount;
    }

    public void Free(KeyArena? arena)
    {
        if (arena?.Holds(_slots) != true)
            NativeMemory.Free(_slots);
        this = default;
    }
}
