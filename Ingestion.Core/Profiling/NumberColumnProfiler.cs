using System.Runtime.CompilerServices;
using Ingestion.Core.Columns;
using Ingestion.Core.Profiling.Sketches;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling;

/// <summary>Profiles numbers, dates and timestamps, as the evaluator has read them.</summary>
internal sealed class NumberColumnProfiler(ColumnSummary summary, int batchRows) : ColumnProfiler(summary)
{
    private readonly long[] _numbers = new long[batchRows];
    private readonly long[] _others = new long[batchRows];
    private readonly NumberWindow _window = new(summary.Values.Capacity);
    private bool _isInWindow;

    /// <inheritdoc/>
    public override void Add(in ColumnCells cells, ColumnBuffer column)
    {
        var rowsBefore = Summary.Count;
        CountGiven(cells);
        var present = column.Present.AsSpan(cells.FirstSlot, cells.Count);
        AddSurface(cells, present);
        var numbers = Numbers(column, cells.FirstSlot, present);
        if (rowsBefore == 0)
            BeginWindow();
        if (_isInWindow)
            numbers = _others.AsSpan(0, _window.Count(numbers, _others));
        if (!Summary.IsSpilled)
            numbers = numbers[Count(numbers, rowsBefore)..];
        if (numbers.Length > 0)
            Add(numbers);
        if (_isInWindow && (_window.IsGivenUp || Summary.IsSpilled))
            EmptyWindow();
    }

    /// <inheritdoc/>
    public override void EndChunk()
    {
        if (_isInWindow)
            EmptyWindow();
    }

    private void BeginWindow()
    {
        // A chunk that was not ended may have left something.
        _window.Empty((_, _) => { });
        _isInWindow = true;
    }

    private void EmptyWindow()
    {
        _isInWindow = false;
        _window.Empty(Add);
    }

    /// <summary>Adds rows of a number that was not counted here before.</summary>
    private void Add(long number, long rows)
    {
        if (!Summary.IsSpilled && Summary.Values.IsFull)
            Overflow(Summary.Count);
        if (Summary.IsSpilled)
            Summary.AddNumber(number, rows);
        if (Summary.Values.IsStopped)
            Summary.Values.Skip(rows);
        else
            Summary.Values.Add(HashMix.Of((ulong)number), number, rows);
    }

    private void AddSurface(in ColumnCells cells, ReadOnlySpan<bool> present)
    {
        var given = cells.Given;
        var facts = Summary.Facts;
        var (shortest, longest) = (int.MaxValue, -1);
        ref var bytes = ref cells.Bytes;
        ref var range = ref cells.FirstRange;
        for (var row = 0; row < given.Length; row++, range = ref Unsafe.Add(ref range, cells.Stride))
        {
            if (!present[row])
            {
                if (given[row])
                    AddMisfit(cells.Text(row));
                continue;
            }
            // What fits is ASCII: bytes are characters.
            var length = range.Length;
            shortest = Math.Min(shortest, length);
            longest = Math.Max(longest, length);
            ref var first = ref Unsafe.Add(ref bytes, range.Start);
            if (first is <= (byte)' ' or (byte)'0' || Unsafe.Add(ref first, length - 1) <= ' ')
                facts.AddSpecial(cells.Text(row), 1);
        }
        if (longest >= 0)
        {
            facts.AddLength(shortest);
            facts.AddLength(longest);
        }
        if (Summary.Column.HasDayAndMonthFirst)
            AddKinds(cells, present);
    }

    private void AddMisfit(ReadOnlySpan<byte> text)
    {
        Summary.Facts.AddLength(TextFacts.CharactersOf(text));
        Summary.Facts.AddSpecial(text, 1);
        Summary.AddMisfit(text);
    }

    private void AddKinds(in ColumnCells cells, ReadOnlySpan<bool> present)
    {
        for (var row = 0; row < present.Length; row++)
        {
            if (present[row])
                Summary.Kinds.Add(cells.Text(row), 1);
        }
    }

    /// <summary>The numbers of the slots that have one, doubles as sortable integers.</summary>
    private ReadOnlySpan<long> Numbers(ColumnBuffer column, int firstSlot, ReadOnlySpan<bool> present)
    {
        if (column is LongColumnBuffer longs)
        {
            var values = longs.Values.AsSpan(firstSlot, present.Length);
            return present.Contains(false) ? Present(values, present) : values;
        }
        var count = 0;
        for (var row = 0; row < present.Length; row++)
        {
            if (!present[row])
                continue;
            var value = column is DoubleColumnBuffer doubles ? doubles.Values[firstSlot + row] : WideDecimals.ToDouble(((WideDecimalColumnBuffer)column).Values[firstSlot + row], column.Spec.Scale);
            if (double.IsFinite(value))
                _numbers[count++] = SortableDouble.Of(value);
        }
        return _numbers.AsSpan(0, count);
    }

    private ReadOnlySpan<long> Present(ReadOnlySpan<long> values, ReadOnlySpan<bool> present)
    {
        var count = 0;
        for (var row = 0; row < values.Length; row++)
        {
            _numbers[count] = values[row];
            count += present[row] ? 1 : 0;
        }
        return _numbers.AsSpan(0, count);
    }

    /// <summary>Counts numbers until there are too many; returns how many were counted.</summary>
    private int Count(ReadOnlySpan<long> numbers, long rowsBefore)
    {
        var values = Summary.Values;
        for (var i = 0; i < numbers.Length; i++)
        {
            var hash = HashMix.Of((ulong)numbers[i]);
            if (values.TryCount(hash))
                continue;
            if (values.IsFull)
            {
                Overflow(rowsBefore + i);
                return i;
            }
            values.AddNew(hash, numbers[i]);
        }
        return numbers.Length;
    }

    private void Add(ReadOnlySpan<long> numbers)
    {
        Summary.AddNumbers(numbers);
        var values = Summary.Values;
        if (values.IsStopped)
        {
            values.Skip(numbers.Length);
            return;
        }
        foreach (var number in numbers)
        {
            var hash = HashMix.Of((ulong)number);
            if (!values.TryCount(hash))
                values.AddNew(hash, number);
        }
    }
}
