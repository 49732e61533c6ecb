using System.Text;

namespace Ingestion.Benchmarks.Running;

/// <summary>A Markdown table with its columns padded: the first to the left, the others, which are numbers, to the right.</summary>
internal static class TextTable
{
    public static string Format(string[] header, IEnumerable<string[]> rows)
    {
        var body = rows.ToList();
        var widths = header.Select((name, i) => body.Select(row => row[i].Length).Append(name.Length).Max()).ToArray();
        var text = new StringBuilder();
        AppendRow(text, header, widths);
        text.Append('|').Append('-', widths[0] + 2);
        foreach (var width in widths.Skip(1))
        {
            text.Append('|').Append('-', width + 1).Append(':');
        }

        text.Append("|\n");
        body.ForEach(row => AppendRow(text, row, widths));
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] row, int[] widths)
    {
        for (var i = 0; i < row.Length; i++)
        {
            text.Append("| ").Append(i == 0 ? row[i].PadRight(widths[i]) : row[i].PadLeft(widths[i])).Append(' ');
        }

        text.Append("|\n");
    }
}
