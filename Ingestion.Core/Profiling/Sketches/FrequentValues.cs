using System.Buffers;
using System.Collections;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>
/// Counts values, all of them exactly while there are at most <c>capacity</c> different ones; afterwards the frequent ones, of each at
/// least the rows it says and at most <see cref="ErrorRows"/> more. Misra, Gries, "Finding repeated elements" (1982), in the form of
/// Anderson et al., "A high-performance algorithm for identifying frequent items in data streams" (IMC 2017): when there is no more
/// room, every count is lowered by their median. <see cref="ErrorRows"/> is then at most 2 / capacity of all rows, also after merging
/// (Agarwal et al., "Mergeable summaries", PODS 2012), unless counting was stopped. Its values are in no order that means anything.
/// </summary>
/// <param name="capacity">The most values that are counted at once, at least 2.</param>
/// <param name="hasOwnHashes">Whether texts have other hashes than <see cref="TextHash"/> gives them.</param>
internal sealed partial class FrequentValues(int capacity, bool hasOwnHashes = false) : IEnumerable<FrequentValue>
{
    /// <summary>A text is kept up to so many bytes, and one more to tell that it is longer.</summary>
    public const int MostTextBytes = 256;

    private const int FirstRoom = 64;
    private static readonly int[] NoSlots = new int[1];

    // Open addressing: a slot has a value's place and one more, or 0 where it is free. Counts lie close together, in the order in which
    // values came; what a value is lies beside, since it is only looked at when it is new.
    private int[] _slots = NoSlots;
    private Counted[] _counted = [];
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
        var counted = _counted;
        for (var i = (int)hash & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            var place = slots[i] - 1;
            if (place < 0)
                return false;
            if (counted[place].Hash == hash)
            {
                counted[place].Rows++;
                return true;
            }
        }
    }

    /// <summary>Counts rows of a number.</summary>
    public void Add(ulong hash, long number, long rows = 1)
    {
        if (Find(hash) is >= 0 and var known)
            _counted[known].Rows += rows;
        else
            AddNew(hash, number, rows);
    }

    /// <summary>Counts rows of a text.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> text, long rows = 1)
    {
        if (Find(hash) is >= 0 and var known)
            _counted[known].Rows += rows;
        else
            AddNew(hash, text, rows);
    }

    /// <summary>Counts rows of a number that is not here, as <see cref="TryCount"/> has said.</summary>
    public void AddNew(ulong hash, long number, long rows = 1)
    {
        var place = NewPlace(hash, rows);
        if (_numbers.Length <= place)
            Pooled.Grow(ref _numbers, place, _counted.Length);
        _numbers[place] = number;
    }

    /// <summary>Counts rows of a text that is not here, as <see cref="TryCount"/> has said.</summary>
    public void AddNew(ulong hash, ReadOnlySpan<byte> text, long rows = 1)
    {
        var place = NewPlace(hash, rows);
        if (_texts.Length <= place)
            Pooled.Grow(ref _texts, place, _counted.Length);
        _texts[place] = Keep(text);
    }

    /// <summary>The values in an order that depends on nothing but themselves.</summary>
    public IEnumerable<FrequentValue> InHashOrder()
    {
        var hashes = new ulong[_count];
        var places = new int[_count];
        for (var place = 0; place < _count; place++)
            (hashes[place], places[place]) = (_counted[place].Hash, place);
        Array.Sort(hashes, places);
        foreach (var place in places)
            yield return new FrequentValue(this, place);
    }

    /// <inheritdoc cref="IEnumerable{T}.GetEnumerator"/>
    public FrequentValueEnumerator GetEnumerator() => new(this);

    /// <summary>The most rows of a value.</summary>
    public long MostRows()
    {
        var most = 0L;
        foreach (var counted in _counted.AsSpan(0, _count))
            most = Math.Max(most, counted.Rows);
        return most;
    }

    /// <summary>Stops counting: only the values that have more than <paramref name="leastRows"/> are kept.</summary>
    public void Stop(long leastRows)
    {
        IsStopped = true;
        Keep(leastRows, lower: 0);
        ErrorRows += leastRows;
    }

    /// <summary>Takes account of rows that were not counted.</summary>
    public void Skip(long rows) => ErrorRows += rows;

    /// <summary>Whether the different values of both find room here.</summary>
    public bool HasRoomFor(FrequentValues other)
    {
        var room = capacity - _count;
        if (other._count <= room)
            return true;
        foreach (var counted in other._counted.AsSpan(0, other._count))
            room -= Find(counted.Hash) < 0 ? 1 : 0;
        return room >= 0;
    }

    /// <summary>Adds what another one has counted.</summary>
    public void Merge(FrequentValues other)
    {
        ErrorRows += other.ErrorRows;
        // Which values are lost, where there is no room for all, depends on the order.
        foreach (var value in HasRoomFor(other) ? other : other.InHashOrder())
        {
            if (other._texts.Length > 0)
                Add(value.Hash, value.Text, value.Rows);
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

    /// <summary>Forgets everything and gives its memory back. Without this the memory is collected as any other is.</summary>
    public void Release()
    {
        Clear();
        Pooled.Return(ref _counted);
        Pooled.Return(ref _numbers);
        Pooled.Return(ref _texts);
        Pooled.Return(ref _bytes);
        ReturnSlots();
    }

    IEnumerator<FrequentValue> IEnumerable<FrequentValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal Counted CountedAt(int place) => _counted[place];

    internal long NumberAt(int place) => _numbers.Length == 0 ? 0 : _numbers[place];

    internal ReadOnlySpan<byte> TextAt(int place) => _texts.Length == 0 ? default : _bytes.AsSpan(_texts[place].Start, _texts[place].Length);

    private int Find(ulong hash)
    {
        for (var i = (int)hash & (_slots.Length - 1); ; i = (i + 1) & (_slots.Length - 1))
        {
            var place = _slots[i] - 1;
            if (place < 0 || _counted[place].Hash == hash)
                return place;
        }
    }

    private int NewPlace(ulong hash, long rows)
    {
        if (IsFull)
            LowerByMedian();
        if (_count == _counted.Length)
            Reserve(Math.Min(capacity, Math.Max(FirstRoom, _count * 4)));
        _counted[_count] = new Counted { Hash = hash, Rows = rows };
        TakeSlot(_count);
        return _count++;
    }

    private void TakeSlot(int place)
    {
        var i = (int)_counted[place].Hash & (_slots.Length - 1);
        while (_slots[i] > 0)
            i = (i + 1) & (_slots.Length - 1);
        _slots[i] = place + 1;
    }

    private FieldRange Keep(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MostTextBytes + 1)];
        if (_usedBytes + text.Length > _bytes.Length)
            Pooled.Grow(ref _bytes, _usedBytes, Math.Max(256, (_usedBytes + text.Length) * 2));
        text.CopyTo(_bytes.AsSpan(_usedBytes));
        _usedBytes += text.Length;
        return new FieldRange(_usedBytes - text.Length, text.Length);
    }

    private void LowerByMedian()
    {
        var rows = new long[_count];
        for (var place = 0; place < rows.Length; place++)
            rows[place] = _counted[place].Rows;
        Array.Sort(rows);
        var median = rows[rows.Length / 2];
        Keep(median, lower: median);
        ErrorRows += median;
    }

    /// <summary>Keeps the values with more rows than <paramref name="above"/>, each with <paramref name="lower"/> rows less.</summary>
    private void Keep(long above, long lower)
    {
        var all = _count;
        _count = 0;
        _usedBytes = 0;
        for (var place = 0; place < all; place++)
        {
            if (_counted[place].Rows <= above)
                continue;
            _counted[_count] = new Counted { Hash = _counted[place].Hash, Rows = _counted[place].Rows - lower };
            // Neither values nor their bytes ever move up.
            if (_texts.Length > 0)
                _texts[_count] = Keep(TextAt(place));
            else
                _numbers[_count] = _numbers[place];
            _count++;
        }
        FillSlots();
    }

    /// <summary>Makes room for so many values at once.</summary>
    private void Reserve(int count)
    {
        if (count <= _counted.Length)
            return;
        Pooled.Grow(ref _counted, _count, count);
        // The pool may give more room than was asked for, which is used too: at most half of the slots are ever taken.
        ReturnSlots();
        _slots = ArrayPool<int>.Shared.Rent((int)BitOperations.RoundUpToPowerOf2((uint)_counted.Length * 2));
        Debug.Assert(BitOperations.IsPow2(_slots.Length), "A slot is found by a mask: the pool's arrays have lengths of powers of two.");
        FillSlots();
    }

    // There is always a slot to look into.
    private void ReturnSlots()
    {
        if (_slots != NoSlots)
            Pooled.Return(ref _slots);
        _slots = NoSlots;
    }

    private void FillSlots()
    {
        Array.Clear(_slots);
        for (var place = 0; place < _count; place++)
            TakeSlot(place);
    }

    internal struct Counted
    {
        public ulong Hash;
        public long Rows;
    }
}
