using Ingestion.Core.Profiling;

namespace Ingestion.Core.Documents;

/// <summary>A rectangle of a sheet that holds one table, its title included.</summary>
/// <param name="First">Index of its first row among the rows looked at.</param>
/// <param name="Last">Index of its last one.</param>
/// <param name="FirstColumn">0-based.</param>
/// <param name="LastColumn">0-based.</param>
internal readonly record struct TableRegion(int First, int Last, int FirstColumn, int LastColumn)
{
    /// <summary>Its range as a spreadsheet writes it: <c>B3:F20</c>.</summary>
    public string Range(IReadOnlyList<SampleRow> rows) => FormattableString.Invariant(
        $"{DocumentLayout.ColumnLetters(FirstColumn)}{rows[First].Position.Row}:{DocumentLayout.ColumnLetters(LastColumn)}{rows[Last].Position.Row}");

    /// <summary>How many of its cells are filled.</summary>
    public int Cells(IReadOnlyList<SampleRow> rows)
    {
        var count = 0;
        for (var row = First; row <= Last; row++)
            count += rows[row].CountBetween(FirstColumn, LastColumn);
        return count;
    }
}

/// <summary>
/// Finds the tables of a sheet: what empty rows and columns enclose. A single empty row does not part two pieces of the same columns when
/// the lower one has no header of its own, nor does an empty column part two pieces of the same rows. In lines of text, where an empty one
/// means less, no number of them does.
/// </summary>
internal static class TableFinder
{
    /// <summary>The tables, from top to bottom and left to right. A single cell by itself is a note and no table, unless there is nothing else; so is a single column of text.</summary>
    /// <param name="rows">The rows that are not empty.</param>
    /// <param name="isText">Whether they are lines of text.</param>
    public static IReadOnlyList<TableRegion> Find(IReadOnlyList<SampleRow> rows, bool isText = false)
    {
        var found = new List<TableRegion>();
        foreach (var (first, last) in Bands(rows))
        {
            foreach (var region in isText ? Whole(rows, first, last) : Parts(rows, first, last))
            {
                if (found.Count > 0 && GoesOn(rows, found[^1], region, isText))
                    found[^1] = found[^1] with { Last = region.Last };
                else
                    found.Add(region);
            }
        }
        var tables = found.FindAll(region => isText ? region.LastColumn > region.FirstColumn : region.Cells(rows) > 1);
        return tables.Count > 0 ? tables : found;
    }

    /// <summary>Runs of rows without an empty one between them.</summary>
    private static IEnumerable<(int First, int Last)> Bands(IReadOnlyList<SampleRow> rows)
    {
        var first = 0;
        for (var row = 1; row <= rows.Count; row++)
        {
            if (row < rows.Count && rows[row].Position.Row == rows[row - 1].Position.Row + 1)
                continue;
            if (row > first)
                yield return (first, row - 1);
            first = row;
        }
    }

    /// <summary>A band's pieces, left to right.</summary>
    private static IEnumerable<TableRegion> Parts(IReadOnlyList<SampleRow> rows, int first, int last)
    {
        var used = new SortedSet<int>();
        for (var row = first; row <= last; row++)
            used.UnionWith(rows[row].Cells.Select(cell => cell.Column));
        TableRegion? current = null;
        foreach (var (start, end) in Runs(used))
        {
            var part = Trim(rows, new TableRegion(first, last, start, end));
            if (current is { } left && (left.First, left.Last) == (part.First, part.Last))
            {
                current = left with { LastColumn = part.LastColumn };
                continue;
            }
            if (current is { } ended)
                yield return ended;
            current = part;
        }
        if (current is { } lastPart)
            yield return lastPart;
    }

    private static IEnumerable<(int Start, int End)> Runs(SortedSet<int> columns)
    {
        int? start = null;
        var previous = 0;
        foreach (var column in columns)
        {
            if (start is { } begun && column > previous + 1)
            {
                yield return (begun, previous);
                start = null;
            }
            start ??= column;
            previous = column;
        }
        if (start is { } open)
            yield return (open, previous);
    }

    private static TableRegion Trim(IReadOnlyList<SampleRow> rows, TableRegion part)
    {
        while (part.First < part.Last && rows[part.First].CountBetween(part.FirstColumn, part.LastColumn) == 0)
            part = part with { First = part.First + 1 };
        while (part.Last > part.First && rows[part.Last].CountBetween(part.FirstColumn, part.LastColumn) == 0)
            part = part with { Last = part.Last - 1 };
        return part;
    }

    /// <summary>Fields of text stand beside each other whether the ones between have a value or not.</summary>
    private static IEnumerable<TableRegion> Whole(IReadOnlyList<SampleRow> rows, int first, int last) =>
        [new(first, last, 0, Enumerable.Range(first, last - first + 1).Max(row => rows[row].Cells[^1].Column))];

    private static bool GoesOn(IReadOnlyList<SampleRow> rows, TableRegion above, TableRegion below, bool isText)
    {
        // A row of names where the rows above it have numbers or times begins another table.
        var hasHeader = rows[below.First].Cells.All(IsName) && !rows[above.Last].Cells.All(IsName);
        if (isText)
            // Rows whose last fields have no values are no narrower table, unless names say so.
            return below.LastColumn == above.LastColumn ? !hasHeader : below.LastColumn < above.LastColumn && !rows[below.First].Cells.All(IsName);
        return (above.FirstColumn, above.LastColumn) == (below.FirstColumn, below.LastColumn)
            && below.First > above.Last && rows[below.First].Position.Row <= rows[above.Last].Position.Row + 2 && !hasHeader;

        bool IsName(SampleCell cell) => cell.Kind == CellKind.Text && !(isText && TextKinds.Of(cell.Text) != TextKind.Other);
    }
}
