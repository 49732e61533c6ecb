using Ingestion.Core.Documents;

namespace Ingestion.Core.Pdf;

/// <summary>A row of a table with the page it stands on.</summary>
/// <param name="Page">1-based.</param>
/// <param name="Table">1-based, of the page.</param>
/// <param name="Row">1-based, of the table on its page.</param>
/// <param name="Confidence">Of each cell, 0 to 1.</param>
/// <param name="Cells">From left to right; of a table that is written from right to left the other way round, once it is whole.</param>
internal sealed record PdfRow(int Page, int Table, int Row, double[] Confidence, string[] Cells)
{
    /// <summary>Where it stands, with the confidence of its surest cells and of each that is less sure.</summary>
    public RowPosition Position()
    {
        var sure = Enumerable.Range(0, Cells.Length).Where(column => Cells[column].Length > 0).Select(Percent).DefaultIfEmpty(100).Max();
        var doubts = Enumerable.Range(0, Cells.Length).Where(column => Cells[column].Length > 0 && Percent(column) < sure).Select(column => new CellDoubt(column, Percent(column))).ToList();
        return new RowPosition(Page, Table, Row, sure, doubts.Count > 0 ? doubts : null);
    }

    private int Percent(int column) => Math.Max(1, (int)Math.Round(Confidence[column] * 100));
}

/// <summary>
/// A table, over as many pages as it goes on: the last of a page goes on with the first of the next when their columns stand at the same
/// places, and a header that is repeated there is left out.
/// </summary>
internal sealed class PdfTable
{
    private const double Tolerance = 6;
    private PageTable _last;

    /// <param name="first">Its part on its first page.</param>
    /// <param name="number">1-based, of that page.</param>
    public PdfTable(PageTable first, int number)
    {
        _last = first;
        (FirstPage, Number) = (first.Page, number);
        Rows = [.. Rowed(first, number, skip: 0)];
    }

    /// <summary>Its rows.</summary>
    public List<PdfRow> Rows { get; }

    /// <summary>The page it begins on.</summary>
    public int FirstPage { get; }

    /// <summary>Its place among the tables of that page.</summary>
    public int Number { get; }

    /// <summary>The page it ends on.</summary>
    public int LastPage => _last.Page;

    /// <summary>Takes the rows of the next page's first table if it is this one going on.</summary>
    public bool TryGoOn(PageTable next)
    {
        if (next.Page != _last.Page + 1 || next.Edges.Count != _last.Edges.Count
            || next.Edges.Zip(_last.Edges).Any(pair => Math.Abs(pair.First - pair.Second) > Tolerance))
            return false;
        Rows.AddRange(Rowed(next, number: 1, skip: next.Rows[0].SequenceEqual(Rows[0].Cells) ? 1 : 0));
        _last = next;
        return true;
    }

    /// <summary>Turns a table round that is written from right to left, so that its columns come in the order in which they are read.</summary>
    public void PutInReadingOrder()
    {
        var (rightToLeft, lettered) = (0, 0);
        foreach (var cell in Rows.SelectMany(row => row.Cells))
        {
            rightToLeft += ReadingDirection.IsRightToLeft(cell) ? 1 : 0;
            lettered += cell.Any(char.IsLetter) ? 1 : 0;
        }
        // Names and codes in another script stand in such tables, and words of such a script in others.
        if (rightToLeft * 2 <= lettered)
            return;
        foreach (var row in Rows)
        {
            Array.Reverse(row.Cells);
            Array.Reverse(row.Confidence);
        }
    }

    private static IEnumerable<PdfRow> Rowed(PageTable table, int number, int skip) =>
        table.Rows.Select((cells, index) => new PdfRow(table.Page, number, index + 1, table.Confidence[index], cells)).Skip(skip);
}
