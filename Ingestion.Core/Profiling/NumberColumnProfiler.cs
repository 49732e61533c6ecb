using Ingestion.Core.Columns;
using Ingestion.Core.Profiling.Sketches;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling;

/// <summary>Profiles numbers, dates and timestamps, as the evaluator has read them.</summary>
internal sealed class NumberColumnProfiler(ColumnSummary summary, int batchRows) : ColumnProfiler(summary)
{
    private readonly long[] _numbers = new long[batchRows];

    /// <inheritdoc/>
    public override void Add(in ColumnCells cells, ColumnBuffer column)
    {
        var rowsBefore = Summary.Count;
        CountGiven(cells);
        var present = column.Present.AsSpan(cells.FirstSlot, cells.Count);
        AddSurface(cells, present);
        var numbers = Numbers(column, cells.FirstSlot, present);
        if (!Summary.IsSpilled)
            numbers = numbers[Count(numbers, rowsBefore)..];
        if (numbers.Length > 0)
            Add(numbers);
    }

    private void AddSurface(in ColumnCells cells, ReadOnlySpan<bool> present)
    {
        var given = cells.Given;
        var facts = Summary.Facts;
        var (shortest, longest) = (int.MaxValue, -1);
        for (var row = 0; row < given.Length; row++)
        {
            if (!given[row])
                continue;
            if (!present[row])
            {
                AddMisfit(cells.Text(row));
                continue;
            }
            // What fits is ASCII: bytes are characters.
            var length = cells.Range(row).Length;
            shortest = Math.Min(shortest, length);
            longest = Math.Max(longest, length);
            var (first, last) = cells.Ends(row);
            if (first is <= (byte)' ' or (byte)'0' || last <= ' ')
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
