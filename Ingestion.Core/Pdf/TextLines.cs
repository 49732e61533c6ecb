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
            if (lines.Count > 0 && word.Box.CenterY > line.Bottom && word.Box.CenterY < line.Top)
            {
                lines[^1].Add(word);
                // A tall letter must not take in the line below.
                line = line with { Left = Math.Min(line.Left, word.Box.Left), Right = Math.Max(line.Right, word.Box.Right) };
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
            text.AppendJoin(' ', line.Select(word => word.Text));
        }
        return text.ToString();
    }
}
