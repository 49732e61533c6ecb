namespace Ingestion.Core.Pdf;

/// <summary>
/// Tables without drawn cells: successive lines whose words stand in common columns, wide gaps between them. Running text set in columns
/// is told from a table by the length of what stands in them.
/// </summary>
internal static class AlignedTables
{
    private const int FewestRows = 3;
    private const double WideGap = 0.75;
    private const double NearLines = 1.75;
    private const double WholeHeight = 0.95;
    private const double FewestFilled = 0.5;
    private const double MostWordsACell = 6;
    private const double FilledByText = 0.7;
    private const double WidestShortText = 100;

    /// <summary>The tables of a page, from top to bottom.</summary>
    /// <param name="page">The page.</param>
    /// <param name="taken">Where tables were found already.</param>
    public static List<PageTable> Find(PageContent page, IReadOnlyList<PageTable> taken)
    {
        var tables = new List<PageTable>();
        foreach (var side in Sides(page).Select(words => words.Where(word => !taken.Any(table => table.Box.Holds(word)))))
            Find(page.Number, TextLines.Of(side).ConvertAll(Pieces), tables);
        return tables;
    }

    private static void Find(int page, List<List<PageWord>> lines, List<PageTable> tables)
    {
        for (var first = 0; first < lines.Count; first++)
        {
            var last = first;
            while (last < lines.Count && lines[last].Count > 1 && (last == first || IsNear(lines[last - 1], lines[last])))
                last++;
            if (last - first >= FewestRows && Read(page, lines.GetRange(first, last - first)) is { } table)
                tables.Add(table);
            first = Math.Max(first, last - 1);
        }
    }

    /// <summary>Two pages of a book on one: what a line from edge to edge parts.</summary>
    private static IEnumerable<IEnumerable<PageWord>> Sides(PageContent page)
    {
        var left = double.NegativeInfinity;
        foreach (var right in page.Vertical.Where(line => line.Length > WholeHeight * page.Height).Select(line => line.At).Append(double.PositiveInfinity).Order())
        {
            var from = left;
            yield return page.Words.Where(word => word.Box.CenterX > from && word.Box.CenterX <= right);
            left = right;
        }
    }

    /// <summary>Words of a line that belong together: no gap wider than letters are tall.</summary>
    private static List<PageWord> Pieces(List<PageWord> line)
    {
        var pieces = new List<List<PageWord>>();
        foreach (var word in line)
        {
            if (pieces.Count > 0 && word.Box.Left - pieces[^1][^1].Box.Right < WideGap * Math.Min(word.Box.Height, pieces[^1][^1].Box.Height))
                pieces[^1].Add(word);
            else
                pieces.Add([word]);
        }
        return pieces.ConvertAll(words => new PageWord(TextLines.Joined(words), words.Select(word => word.Box).Aggregate((one, other) => one.Union(other))));
    }

    private static bool IsNear(List<PageWord> above, List<PageWord> below)
    {
        var height = below.Max(piece => piece.Box.Height);
        return above.Min(piece => piece.Box.Bottom) - below.Max(piece => piece.Box.Top) < NearLines * height;
    }

    private static PageTable? Read(int page, List<List<PageWord>> lines)
    {
        var columns = Columns(lines);
        if (columns.Count < 2)
            return null;
        var rows = new List<string[]>();
        var confidence = new List<double[]>();
        var cells = 0;
        var words = 0;
        foreach (var line in lines)
        {
            var row = new string[columns.Count];
            Array.Fill(row, "");
            var pieces = new int[columns.Count];
            foreach (var piece in line)
            {
                var column = columns.FindIndex(column => piece.Box.CenterX <= column.Right);
                column = column < 0 ? columns.Count - 1 : column;
                // What reaches into the next column may belong there, at least in part.
                pieces[column] += column + 1 < columns.Count && piece.Box.Right > columns[column + 1].Left ? 2 : 1;
                row[column] = row[column].Length > 0 ? $"{row[column]} {piece.Text}" : piece.Text;
                words += piece.Text.Count(character => character == ' ') + 1;
                cells++;
            }
            rows.Add(row);
            var filled = row.Count(cell => cell.Length > 0) / (double)row.Length;
            confidence.Add([.. pieces.Select(count => Math.Round(0.9 * (0.5 + (filled / 2)) / Math.Max(1, count), 2))]);
        }
        if (words > MostWordsACell * cells || cells < FewestFilled * columns.Count * rows.Count || IsRunningText(lines, columns) || IsList(rows))
            return null;
        var box = lines.SelectMany(line => line).Select(piece => piece.Box).Aggregate((one, other) => one.Union(other));
        return new PageTable(page, box, columns.ConvertAll(column => column.Left), rows, confidence);
    }

    /// <summary>Marks before the lines of a list stand in a column too.</summary>
    private static bool IsList(List<string[]> rows) => rows[0].Length == 2
        && rows.TrueForAll(row => row[0].Length == 0 || (row[0] == rows[0][0] && row[0].EnumerateRunes().All(rune => !System.Text.Rune.IsLetterOrDigit(rune))));

    /// <summary>Lines of running text fill their column; cells hardly do, in every column.</summary>
    private static bool IsRunningText(List<List<PageWord>> lines, List<(double Left, double Right)> columns) => columns.TrueForAll(column =>
    {
        var covered = lines.ConvertAll(line => line.Where(piece => piece.Box.CenterX > column.Left && piece.Box.CenterX <= column.Right).Sum(piece => piece.Box.Width));
        return covered.FindAll(width => width > 0) is { Count: > 0 } filled && filled.Average() > FilledByText * (column.Right - column.Left) && column.Right - column.Left > WidestShortText;
    });

    /// <summary>What the pieces of all lines cover, in one dimension: columns are where something is, and gaps where hardly anything is.</summary>
    private static List<(double Left, double Right)> Columns(List<List<PageWord>> lines)
    {
        // A heading over several columns must not make one of them: only what most lines leave empty is a gap.
        var borders = lines.SelectMany(line => line.SelectMany(piece => ((double At, int Step)[])[(piece.Box.Left, 1), (piece.Box.Right, -1)]))
            .OrderBy(border => border.At).ThenByDescending(border => border.Step);
        var most = lines.Count / 10;
        var columns = new List<(double Left, double Right)>();
        var (covered, left) = (0, 0.0);
        foreach (var (at, step) in borders)
        {
            if (covered <= most && covered + step > most)
                left = at;
            else if (covered > most && covered + step <= most)
                columns.Add((left, at));
            covered += step;
        }
        return Joined(columns);
    }

    /// <summary>Gaps as narrow as those between words part no columns.</summary>
    private static List<(double Left, double Right)> Joined(List<(double Left, double Right)> columns)
    {
        var joined = new List<(double Left, double Right)>();
        foreach (var column in columns)
        {
            if (joined.Count > 0 && column.Left - joined[^1].Right < 2)
                joined[^1] = (joined[^1].Left, column.Right);
            else
                joined.Add(column);
        }
        return joined;
    }
}
