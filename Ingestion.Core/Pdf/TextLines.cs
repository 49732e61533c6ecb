using System.Text;

namespace Ingestion.Core.Pdf;

/// <summary>Words on one height, from left to right.</summary>
internal static class TextLines
{
    /// <summary>The lines of some words, from top to bottom.</summary>
    public static List<List<PageWord>> Of(IEnumerable<PageWord> words)
    {
        var lines = new List<List<PageWord>>();
        Box line = default;
        foreach (var word in words.OrderByDescending(word => word.Box.CenterY).ThenBy(word => word.Box.Left))
        {
            // On the same line when the middle of either lies within the other's height.
            if (lines.Count > 0 && (HoldsMiddle(line, word.Box) || HoldsMiddle(word.Box, line)))
            {
                lines[^1].Add(word);
                // What is raised must not keep out the rest of its line, nor may a tall letter take in the line below.
                if (word.Box.Height < 2 * line.Height)
                    line = line.Union(word.Box);
                continue;
            }
            lines.Add([word]);
            line = word.Box;
        }
        foreach (var found in lines)
            found.Sort((one, other) => one.Box.Left.CompareTo(other.Box.Left));
        return lines;
    }

    /// <summary>The text of some words: a space between words, a line break between lines.</summary>
    public static string Text(IEnumerable<PageWord> words)
    {
        var text = new StringBuilder();
        foreach (var line in Of(words))
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append(Joined(line));
        }
        return text.ToString();
    }

    /// <summary>The text of words that stand side by side, from left to right, in reading order.</summary>
    public static string Joined(IReadOnlyList<PageWord> line) => string.Join(' ', ReadingDirection.Line(line, word => word.Text).Select(word => word.Text));

    private static bool HoldsMiddle(Box one, Box other) => other.CenterY > one.Bottom && other.CenterY < one.Top;
}
