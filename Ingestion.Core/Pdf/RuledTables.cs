namespace Ingestion.Core.Pdf;

/// <summary>Tables whose cells are drawn: lines that cross, and the grid they make. Cells without a line between them are one, whose text is the first's.</summary>
internal static class RuledTables
{
    private const double Tolerance = 3;
    private const double NarrowestCell = 8;
    private const int MostLines = 2000;

    /// <summary>The tables of a page, from top to bottom.</summary>
    public static List<PageTable> Find(PageContent page)
    {
        if (page.Horizontal.Count + page.Vertical.Count > MostLines)
            return [];
        var tables = new List<PageTable>();
        foreach (var (horizontal, vertical) in Connected(page))
        {
            var rows = Distinct([.. horizontal.Select(ruling => ruling.At), .. Ends(vertical, horizontal)]).OrderDescending().ToList();
            var columns = Distinct([.. vertical.Select(ruling => ruling.At), .. Ends(horizontal, vertical)]).Order().ToList();
            // One box around some text is no table.
            if (rows.Count < 3 || columns.Count < 3)
                continue;
            if (Read(page, new Grid(rows, columns, horizontal, vertical)) is { } table)
                tables.Add(table);
        }
        return tables;
    }

    /// <summary>Where lines end beyond those that cross them: the sides of a table that has no line there.</summary>
    private static IEnumerable<double> Ends(List<Ruling> lines, List<Ruling> crossing)
    {
        if (lines.Count == 0 || crossing.Count == 0)
            yield break;
        var (first, last) = (crossing.Min(ruling => ruling.At), crossing.Max(ruling => ruling.At));
        var (from, to) = (lines.Min(ruling => ruling.From), lines.Max(ruling => ruling.To));
        // One alone may underline something beside the table.
        if (from < first - NarrowestCell && lines.Count(ruling => ruling.From <= from + Tolerance) > 1)
            yield return from;
        if (to > last + NarrowestCell && lines.Count(ruling => ruling.To >= to - Tolerance) > 1)
            yield return to;
    }

    private static PageTable? Read(PageContent page, Grid grid)
    {
        var (rowCount, columnCount) = (grid.Rows.Count - 1, grid.Columns.Count - 1);
        var words = new List<PageWord>[rowCount, columnCount];
        var astray = new int[rowCount, columnCount];
        foreach (var word in page.Words)
        {
            if (grid.CellOf(word) is not { } cell)
                continue;
            var (row, column) = grid.FirstOf(cell);
            (words[row, column] ??= []).Add(word);
            // A word that stands over a line belongs to its neighbour perhaps.
            astray[row, column] += word.Box.Left < grid.Columns[column] - Tolerance ? 1 : 0;
        }
        var rows = new List<string[]>();
        var confidence = new List<double[]>();
        for (var row = 0; row < rowCount; row++)
        {
            var cells = new string[columnCount];
            for (var column = 0; column < columnCount; column++)
                cells[column] = words[row, column] is { } own ? TextLines.Text(own) : "";
            if (Array.TrueForAll(cells, cell => cell.Length == 0))
                continue;
            rows.Add(cells);
            confidence.Add([.. Enumerable.Range(0, columnCount).Select(column => 1 - (astray[row, column] / (double)(words[row, column]?.Count ?? 1)))]);
        }
        // Frames around pieces of a page have no row of several cells.
        var hasCellsBeside = rows.Exists(row => row.Count(cell => cell.Length > 0) > 1);
        var box = new Box(grid.Columns[0], grid.Rows[^1], grid.Columns[^1], grid.Rows[0]);
        return rows.Count < 2 || !hasCellsBeside ? null : new PageTable(page.Number, box, grid.Columns.SkipLast(1).ToList(), rows, confidence);
    }

    /// <summary>Lines that hang together by crossing each other.</summary>
    private static IEnumerable<(List<Ruling> Horizontal, List<Ruling> Vertical)> Connected(PageContent page)
    {
        var horizontal = page.Horizontal.ToList();
        var vertical = page.Vertical.ToList();
        while (horizontal.Count > 0)
        {
            List<Ruling> rows = [horizontal[^1]];
            List<Ruling> columns = [];
            horizontal.RemoveAt(horizontal.Count - 1);
            var (rowsSeen, columnsSeen) = (0, 0);
            while (rowsSeen < rows.Count || columnsSeen < columns.Count)
            {
                if (rowsSeen < rows.Count)
                    Move(vertical, columns, rows[rowsSeen++], static (own, other) => Crosses(own, other));
                else
                    Move(horizontal, rows, columns[columnsSeen++], static (own, other) => Crosses(own, other));
            }
            yield return (rows, columns);
        }
    }

    private static void Move(List<Ruling> from, List<Ruling> to, Ruling own, Func<Ruling, Ruling, bool> crosses)
    {
        to.AddRange(from.Where(other => crosses(own, other)));
        from.RemoveAll(other => crosses(own, other));
    }

    private static bool Crosses(Ruling one, Ruling other) =>
        other.At >= one.From - Tolerance && other.At <= one.To + Tolerance && one.At >= other.From - Tolerance && one.At <= other.To + Tolerance;

    private static IEnumerable<double> Distinct(IEnumerable<double> places)
    {
        double? last = null;
        foreach (var place in places.Order())
        {
            if (last is { } before && place - before <= Tolerance)
                continue;
            last = place;
            yield return place;
        }
    }

    /// <summary>Rows from top to bottom, columns from left to right, each by its borders.</summary>
    private sealed class Grid
    {
        private readonly (int Row, int Column)[,] _first;

        public Grid(List<double> rows, List<double> columns, List<Ruling> horizontal, List<Ruling> vertical)
        {
            (Rows, Columns) = (rows, columns);
            _first = new (int, int)[rows.Count - 1, columns.Count - 1];
            for (var row = 0; row < rows.Count - 1; row++)
            {
                for (var column = 0; column < columns.Count - 1; column++)
                {
                    _first[row, column] = (row, column);
                    if (column > 0 && !IsDrawn(vertical, columns[column], (rows[row] + rows[row + 1]) / 2))
                        _first[row, column] = _first[row, column - 1];
                    else if (row > 0 && !IsDrawn(horizontal, rows[row], (columns[column] + columns[column + 1]) / 2))
                        _first[row, column] = _first[row - 1, column];
                }
            }
        }

        public List<double> Rows { get; }

        public List<double> Columns { get; }

        public (int Row, int Column) FirstOf((int Row, int Column) cell) => _first[cell.Row, cell.Column];

        public (int Row, int Column)? CellOf(PageWord word)
        {
            var row = Rows.FindIndex(border => border < word.Box.CenterY) - 1;
            var column = Columns.FindIndex(border => border > word.Box.CenterX) - 1;
            return row >= 0 && column >= 0 ? (row, column) : null;
        }

        private static bool IsDrawn(List<Ruling> rulings, double at, double place) =>
            rulings.Exists(ruling => Math.Abs(ruling.At - at) <= Tolerance && ruling.From - Tolerance <= place && ruling.To + Tolerance >= place);
    }
}
