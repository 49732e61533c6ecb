using System.Text;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Text;

/// <summary>
/// Guesses the columns of text whose fields stand at fixed places: a column begins where text follows characters that are spaces in
/// nearly every line.
/// </summary>
internal static class FixedWidthGuess
{
    private const int LinesLookedAt = 500;
    private const int MostCharacters = 4096;
    private const double Rare = 0.02;

    /// <summary>The characters that columns begin with, the first of which is 0; null when the lines have no common gaps.</summary>
    public static IReadOnlyList<int>? ColumnStarts(ReadOnlySpan<byte> sample)
    {
        var lines = Lines(sample);
        if (lines.Count < 3)
            return null;
        var filled = new int[Math.Min(lines.Max(line => line.Length), MostCharacters)];
        foreach (var line in lines)
        {
            for (var i = 0; i < Math.Min(line.Length, filled.Length); i++)
                filled[i] += line[i] == ' ' ? 0 : 1;
        }
        // A title or a line of dashes may cross a gap.
        var most = (int)(lines.Count * Rare);
        var starts = new List<int> { 0 };
        for (var i = 1; i < filled.Length; i++)
        {
            if (filled[i] > most && filled[i - 1] <= most && (starts.Count > 1 || i > 0) && HasTextBefore(filled, most, i))
                starts.Add(i);
        }
        return starts.Count > 1 ? starts : null;
    }

    private static bool HasTextBefore(int[] filled, int most, int end)
    {
        for (var i = 0; i < end; i++)
        {
            if (filled[i] > most)
                return true;
        }
        return false;
    }

    private static List<string> Lines(ReadOnlySpan<byte> sample)
    {
        var lines = new List<string>();
        for (var start = 0; start < sample.Length && lines.Count < LinesLookedAt;)
        {
            var next = LineBreaks.NextLine(sample, start);
            var line = Encoding.UTF8.GetString(sample[start..next]).TrimEnd();
            if (line.Length > 0)
                lines.Add(line);
            start = next;
        }
        return lines;
    }
}
