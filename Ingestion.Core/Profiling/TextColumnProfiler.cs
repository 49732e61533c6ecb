using Ingestion.Core.Columns;
using Ingestion.Core.Profiling.Sketches;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling;

/// <summary>Profiles TEXT and BOOLEAN.</summary>
internal sealed class TextColumnProfiler(ColumnSummary summary) : ColumnProfiler(summary)
{
    /// <inheritdoc/>
    public override void Add(in ColumnCells cells, ColumnBuffer column)
    {
        var rowsBefore = Summary.Count;
        CountGiven(cells);
        var present = column.Present.AsSpan(cells.FirstSlot, cells.Count);
        var row = 0;
        if (!Summary.IsSpilled)
            row = Count(cells, present, rowsBefore);
        if (row < cells.Count)
            Add(cells, present, row);
    }

    /// <summary>Counts values until there are too many; returns the row where that was.</summary>
    private int Count(in ColumnCells cells, ReadOnlySpan<bool> present, long rowsBefore)
    {
        var values = Summary.Values;
        var given = cells.Given;
        for (var row = 0; row < given.Length; row++)
        {
            if (!given[row])
                continue;
            var text = cells.Text(row);
            if (!present[row])
            {
                Summary.AddMisfit(text);
                continue;
            }
            var hash = TextHash.Of(text);
            if (!values.TryCount(hash))
            {
                if (values.IsFull)
                {
                    Overflow(rowsBefore + row);
                    return row;
                }
                values.AddNew(hash, text);
            }
            // What is cut when it is kept cannot be looked at later.
            if (text.Length > FrequentValues.MostTextBytes)
                Summary.AddText(text, 1);
        }
        return given.Length;
    }

    private void Add(in ColumnCells cells, ReadOnlySpan<bool> present, int row)
    {
        var values = Summary.Values;
        var distinct = Summary.Distinct;
        var given = cells.Given;
        var skipped = 0L;
        for (; row < given.Length; row++)
        {
            if (!given[row])
                continue;
            var text = cells.Text(row);
            if (!present[row])
            {
                Summary.AddMisfit(text);
                continue;
            }
            var hash = TextHash.Of(text);
            distinct.Add(hash);
            Summary.AddText(text, 1);
            if (row % ColumnSummary.PatternSampling == 0)
                Summary.AddPattern(text, ColumnSummary.PatternSampling);
            if (values.IsStopped)
                skipped++;
            else if (!values.TryCount(hash))
                values.AddNew(hash, text);
        }
        values.Skip(skipped);
    }
}
