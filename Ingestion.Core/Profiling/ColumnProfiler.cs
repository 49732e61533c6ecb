using Ingestion.Core.Columns;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling;

/// <summary>Adds a column's values to its summary, batch by batch. Not thread-safe.</summary>
internal abstract class ColumnProfiler(ColumnSummary summary)
{
    // Below 1% of the rows for the most frequent of thousands of values, and hardly any that came more than a few times.
    private const int HopelessShare = 100;
    private const int HopelessRepeats = 4;

    /// <summary>What is known so far.</summary>
    public ColumnSummary Summary { get; } = summary;

    /// <summary>Makes one for a column.</summary>
    public static ColumnProfiler Create(ProfiledColumn column, ProfileBounds bounds, int batchRows)
    {
        var summary = new ColumnSummary(column, bounds);
        return column.IsText ? new TextColumnProfiler(summary) : new NumberColumnProfiler(summary, batchRows);
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="cells">The column's fields.</param>
    /// <param name="column">The same, typed.</param>
    public abstract void Add(in ColumnCells cells, ColumnBuffer column);

    /// <summary>Takes account of what was left until the chunk ends.</summary>
    public virtual void EndChunk()
    {
    }

    /// <summary>
    /// Makes an end of exact counting, since a new value has no room, and of counting altogether where hardly any value comes twice:
    /// the rest of the chunk is spared the search for frequent values that are not there.
    /// </summary>
    protected void Overflow(long rowsSoFar)
    {
        Summary.Spill();
        Summary.PatternsAreSampled = Summary.Column.IsText;
        if (rowsSoFar < Summary.Values.Capacity * HopelessRepeats && Summary.Values.MostRows() * HopelessShare < rowsSoFar)
            Summary.Values.Stop(Summary.Values.MostRows());
    }

    /// <summary>Counts the rows that are no value, and the null tokens among them.</summary>
    protected int CountGiven(in ColumnCells cells)
    {
        var given = cells.Given.Count(true);
        var nulls = cells.Count - given;
        Summary.Count += given;
        Summary.Nulls += nulls;
        if (nulls == 0)
            return given;
        for (var row = 0; row < cells.Count; row++)
        {
            if (!cells.Given[row] && cells.Range(row).Length > 0)
                Summary.Applied.Add(TextHash.Of(cells.Text(row)), cells.Text(row));
        }
        return given;
    }
}
