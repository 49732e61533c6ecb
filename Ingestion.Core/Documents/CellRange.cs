using System.Globalization;
using System.Text.RegularExpressions;

namespace Ingestion.Core.Documents;

/// <summary>A range of cells as a spreadsheet writes it: <c>B3:F20</c>, or <c>B3:F</c> down to the last row.</summary>
internal readonly partial record struct CellRange(int FirstColumn, int FirstRow, int LastColumn, int? LastRow)
{
    /// <summary>Parses a range; null when it is none.</summary>
    public static CellRange? Parse(string text)
    {
        var match = Form().Match(text.Replace("$", "", StringComparison.Ordinal).ToUpperInvariant());
        if (!match.Success)
            return null;
        var range = new CellRange(
            Column(match.Groups[1].Value), Row(match.Groups[2].Value), Column(match.Groups[3].Value),
            match.Groups[4].Length > 0 ? Row(match.Groups[4].Value) : null);
        return range.FirstColumn <= range.LastColumn && range.FirstRow <= (range.LastRow ?? int.MaxValue) ? range : null;
    }

    /// <summary>What of the rows looked at lies in the range; null when nothing does.</summary>
    public TableRegion? Within(IReadOnlyList<SampleRow> rows)
    {
        var (first, last) = (-1, -1);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row].Position.Row < FirstRow || rows[row].Position.Row > LastRow)
                continue;
            first = first < 0 ? row : first;
            last = row;
        }
        return first < 0 ? null : new TableRegion(first, last, FirstColumn, LastColumn);
    }

    private static int Row(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int Column(string letters) => letters.Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1;

    [GeneratedRegex("^([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{0,7})$")]
    private static partial Regex Form();
}
