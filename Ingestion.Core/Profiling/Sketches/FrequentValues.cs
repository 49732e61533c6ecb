using System.Numerics;
using System.Runtime.CompilerServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>
/// Counts values, all of them exactly while there are at most <c>capacity</c> different ones; afterwards the frequent ones, of each at
/// least the rows it says and at most <see cref="ErrorRows"/> more. Misra, Gries, "Finding repeated elements" (1982), in the form of
/// Anderson et al., "A high-performance algorithm for identifying frequent items in data streams" (IMC 2017): when there is no more
/// room, every count is lowered by their median. <see cref="ErrorRows"/> is then at most 2 / capacity of all rows, also after merging
/// (Agarwal et al., "Mergeable summaries", PODS 2012), unless counting was stopped.
/// </summary>
/// <param name="capacity">The most values that are counted at once, at least 2.</param>
internal sealed partial class FrequentValues(int capacity)
{
    /// <summary>A text is kept up to so many bytes, and one more to tell that it is longer.</summary>
    public const int MostTextBytes = 256;

    private const int FirstSlots = 32;
    private static readonly Slot[] NoSlots = new Slot[1];

    // Open addressing: a slot is free when it has no rows. What a value is lies beside, since it is only looked at when it is new.
    private Slot[] _slots = NoSlots;
    private long[] _numbers = [];
    private FieldRange[] _texts = [];
    private byte[] _bytes = [];
    private int _usedBytes;
    private int _count;

    /// <summary>How many values are counted.</summary>
    public int Count => _count;

    /// <summary>Whether another value would make the counts inexact.</summary>
    public bool IsFull => _count >= capacity;

    /// <summary>The most values that are counted at once.</summary>
    public int Capacity => capacity;

    /// <summary>How many rows a count may be too low, and what a value that is not here may have. 0: all are here and exact.</summary>
    public long ErrorRows { get; private set; }

    /// <summary>Whether rows are no longer counted one by one.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether every value is here with all its rows.</summary>
    public bool IsExact => ErrorRows == 0;

    /// <summary>Counts a row of a value that is here; false when it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCount(ulong hash)
    {
        var slots = _slots;
        for (var i = (int)hash & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[i];
            if (slot.Rows == 0)
                return false;
            if (slot.Hash == hash)
            {
                slot.Rows++;
                return true;
            }
        }
    }

    /// <summary>Counts rows of a number.</summary>
    public void Add(ulong hash, long number, long rows = 1)
    {
        var slot = SlotFor(hash);
        if (_slots[slot].Rows == 0)
        {
            slot = NewSlot(hash, slot);
            _numbers[slot] = number;
        }
        _slots[slot].Rows += rows;
    }

    /// <summary>Counts rows of a text.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> text, long rows = 1)
    {
        var slot = SlotFor(hash);
        if (_slots[slot].Rows == 0)
        {
            slot = NewSlot(hash, slot);
            if (_texts.Length == 0)
                _texts = new FieldRange[_slots.Length];
            _texts[slot] = Keep(text);
        }
        _slots[slot].Rows += rows;
    }

    /// <summary>The values in an order that depends on nothing but themselves.</summary>
    public IEnumerable<FrequentValue> InHashOrder()
    {
        var hashes = new ulong[_count];
        var slots = new int[_count];
        var next = 0;
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Rows > 0)
                (hashes[next], slots[next++]) = (_slots[i].Hash, i);
        }
        Array.Sort(hashes, slots);
        foreach (var slot in slots)
            yield return ValueAt(slot);
    }

    /// <summary>The values and their rows, in no order that means anything.</summary>
    public IEnumerable<FrequentValue> Values()
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Rows > 0)
                yield return ValueAt(i);
        }
    }

    /// <summary>The most rows of a value.</summary>
    public long MostRows()
    {
        var most = 0L;
        foreach (var slot in _slots)
            most = Math.Max(most, slot.Rows);
        return most;
    }

    /// <summary>Stops counting: only the values that have more than <paramref name="leastRows"/> are kept.</summary>
    public void Stop(long leastRows)
    {
        IsStopped = true;
        Rebuild(leastRows, lower: 0);
        ErrorRows += leastRows;
    }

    /// <summary>Takes account of rows that were not counted.</summary>
    public void Skip(long rows) => ErrorRows += rows;

    /// <summary>Adds what another one has counted.</summary>
    public void Merge(FrequentValues other)
    {
        ErrorRows += other.ErrorRows;
        foreach (var value in other.InHashOrder())
        {
            if (other._texts.Length > 0)
                Add(value.Hash, value.Text.Span, value.Rows);
            else
                Add(value.Hash, value.Number, value.Rows);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (_count > 0)
            Array.Clear(_slots);
        _usedBytes = 0;
        _count = 0;
        ErrorRows = 0;
        IsStopped = false;
    }

    /// <summary>Makes room for so many values at once.</summary>
    private void Reserve(int count)
    {
        if (count * 2 > _slots.Length)
            Resize(Math.Max(FirstSlots, (int)BitOperations.RoundUpToPowerOf2((uint)count * 2)));
    }

    private FrequentValue ValueAt(int slot) => new(
        _slots[slot].Hash, _slots[slot].Rows, _numbers[slot], _texts.Length == 0 ? default : _bytes.AsMemory(_texts[slot].Start, _texts[slot].Length));

    private int SlotFor(ulong hash)
    {
        var i = (int)hash & (_slots.Length - 1);
        while (_slots[i].Rows > 0 && _slots[i].Hash != hash)
            i = (i + 1) & (_slots.Length - 1);
        return i;
    }

    private int NewSlot(ulong hash, int slot)
    {
        if (IsFull)
        {
            LowerByMedian();
            slot = SlotFor(hash);
        }
        if ((_count + 1) * 2 > _slots.Length)
        {
            Resize(Math.Max(FirstSlots, _slots.Length * 4));
            slot = SlotFor(hash);
        }
        _count++;
        _slots[slot].Hash = hash;
        return slot;
    }

    private FieldRange Keep(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MostTextBytes + 1)];
        if (_usedBytes + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(256, (_usedBytes + text.Length) * 2));
        text.CopyTo(_bytes.AsSpan(_usedBytes));
        _usedBytes += text.Length;
        return new FieldRange(_usedBytes - text.Length, text.Length);
    }

    private void LowerByMedian()
    {
        var rows = new long[_count];
        var next = 0;
        foreach (var slot in _slots)
        {
            if (slot.Rows > 0)
                rows[next++] = slot.Rows;
        }
        Array.Sort(rows);
        var median = rows[rows.Length / 2];
        Rebuild(median, lower: median);
        ErrorRows += median;
    }

    /// <summary>Keeps the values with more rows than <paramref name="above"/>, each with <paramref name="lower"/> rows less.</summary>
    private void Rebuild(long above, long lower)
    {
        var kept = Values().Where(value => value.Rows > above).Select(value => value with { Rows = value.Rows - lower, Text = value.Text.ToArray() }).ToList();
        var hasTexts = _texts.Length > 0;
        Array.Clear(_slots);
        _usedBytes = 0;
        _count = 0;
        foreach (var value in kept)
        {
            if (hasTexts)
                Add(value.Hash, value.Text.Span, value.Rows);
            else
                Add(value.Hash, value.Number, value.Rows);
        }
    }

    private void Resize(int length)
    {
        var (slots, numbers, texts) = (_slots, _numbers, _texts);
        _slots = new Slot[length];
        _numbers = new long[length];
        _texts = texts.Length > 0 ? new FieldRange[length] : [];
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Rows == 0)
                continue;
            var slot = SlotFor(slots[i].Hash);
            _slots[slot] = slots[i];
            _numbers[slot] = numbers[i];
            if (texts.Length > 0)
                _texts[slot] = texts[i];
        }
    }

    private struct Slot
    {
        public ulong Hash;
        public long Rows;
    }
}

/// <summary>A counted value.</summary>
/// <param name="Hash">What it is known by.</param>
/// <param name="Rows">Its count.</param>
/// <param name="Number">What it is, where numbers are counted.</param>
/// <param name="Text">What it is, where texts are counted; valid until the counts change.</param>
internal readonly record struct FrequentValue(ulong Hash, long Rows, long Number, ReadOnlyMemory<byte> Text);
