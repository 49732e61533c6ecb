using Ingestion.Core.Columns;
using Ingestion.Core.Profiling.Sketches;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling;

/// <summary>Profiles TEXT and BOOLEAN.</summary>
internal sealed class TextColumnProfiler(ColumnSummary summary) : ColumnProfiler(summary)
{
    // The column's own count of its texts, which is not taken account of here; null where there is none.
    private TextColumnBuffer? _coded;

    /// <inheritdoc/>
    public override void Add(in ColumnCells cells, ColumnBuffer column)
    {
        var rowsBefore = Summary.Count;
        CountGiven(cells);
        if (column is TextColumnBuffer text && (rowsBefore == 0 || _coded is not null))
        {
            _coded = text;
            if (text.Codes.IsGivenUp)
                TakeCoded();
            return;
        }
        var present = column.Present.AsSpan(cells.FirstSlot, cells.Count);
        var row = 0;
        if (!Summary.IsSpilled)
            row = Count(cells, present, rowsBefore);
        if (row < cells.Count)
            Add(cells, present, row);
    }

    /// <inheritdoc/>
    public override void EndChunk()
    {
        if (_coded is not null)
            TakeCoded();
    }

    /// <summary>Takes account of the texts that the column has counted so far.</summary>
    private void TakeCoded()
    {
        var (bytes, codes) = (_coded!.Bytes, _coded.Codes);
        _coded = null;
        for (var code = 0; code < codes.Count; code++)
        {
            if (codes.Rows[code] > 0)
                Add(bytes[codes.Entries[code]], codes.Rows[code]);
        }
    }

    /// <summary>Adds rows of a text that was not met before.</summary>
    private void Add(ReadOnlySpan<byte> text, long rows)
    {
        if (!Summary.IsSpilled && Summary.Values.IsFull)
            Overflow(Summary.Count);
        var hash = TextHash.Of(text);
        if (Summary.Values.IsStopped)
            Summary.Values.Skip(rows);
        else
            Summary.Values.Add(hash, text, rows);
        if (Summary.IsSpilled)
        {
            Summary.Distinct.Add(hash);
            Summary.AddPattern(text, rows);
        }
        // What is cut when it is kept cannot be looked at later.
        if (Summary.IsSpilled || text.Length > FrequentValues.MostTextBytes)
            Summary.AddText(text, rows);
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
