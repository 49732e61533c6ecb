using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Ingestion.Core.Pdf;

/// <summary>The words of a page, and where they stand.</summary>
internal static class PageWords
{
    // Of a line's height above and below its base line; what is drawn of a word tells little of it ("no" is lower than "by").
    private const double Ascent = 0.7;
    private const double Descent = 0.2;

    // Of the letters' size.
    private const double GapBetweenWords = 0.2;
    private const double SameLine = 0.3;

    /// <summary>Finds them, in no order.</summary>
    public static List<Word> Of(Page page)
    {
        // The library joins letters from left to right, which takes Arabic words apart and puts Latin ones inside them.
        var isRightToLeft = page.Letters.Any(letter => ReadingDirection.IsRightToLeft(letter.Value));
        var words = isRightToLeft ? ByGaps(page.Letters) : page.GetWords(NearestNeighbourWordExtractor.Instance);
        return [.. words.Where(word => !string.IsNullOrWhiteSpace(word.Text))];
    }

    /// <summary>A word as tables are found by it.</summary>
    public static PageWord Read(Word word)
    {
        var letters = word.Letters;
        if (word.TextOrientation == TextOrientation.Horizontal && letters.Any(letter => ReadingDirection.IsRightToLeft(letter.Value)))
            return new PageWord(Clean(ReadingDirection.Word([.. letters.OrderBy(letter => letter.StartBaseLine.X).Select(letter => letter.Value)])), BoxOf(word));
        return new PageWord(Clean(word.Text), BoxOf(word));
    }

    /// <summary>Words as far as spaces and gaps tell them apart.</summary>
    private static IEnumerable<Word> ByGaps(IReadOnlyList<Letter> letters)
    {
        foreach (var line in Lines(letters.Where(letter => letter.TextOrientation == TextOrientation.Horizontal)))
        {
            var word = new List<Letter>();
            foreach (var letter in line.OrderBy(letter => letter.StartBaseLine.X))
            {
                var isSpace = string.IsNullOrWhiteSpace(letter.Value);
                if (word.Count > 0 && (isSpace || letter.StartBaseLine.X - word[^1].EndBaseLine.X > GapBetweenWords * letter.PointSize))
                {
                    yield return new Word(word);
                    word = [];
                }
                if (!isSpace)
                    word.Add(letter);
            }
            if (word.Count > 0)
                yield return new Word(word);
        }
    }

    private static IEnumerable<List<Letter>> Lines(IEnumerable<Letter> letters)
    {
        var line = new List<Letter>();
        foreach (var letter in letters.OrderByDescending(letter => letter.StartBaseLine.Y))
        {
            if (line.Count > 0 && line[^1].StartBaseLine.Y - letter.StartBaseLine.Y > SameLine * letter.PointSize)
            {
                yield return line;
                line = [];
            }
            line.Add(letter);
        }
        if (line.Count > 0)
            yield return line;
    }

    private static Box BoxOf(Word word)
    {
        var drawn = new Box(word.BoundingBox.Left, word.BoundingBox.Bottom, word.BoundingBox.Right, word.BoundingBox.Top);
        if (word.TextOrientation != TextOrientation.Horizontal || word.Letters.Count == 0)
            return drawn;
        var (baseLine, size) = (word.Letters[0].StartBaseLine.Y, word.Letters[0].PointSize);
        // Of fonts that draw what they like, or whose glyphs are missing, the boxes are wrong; the base line is where the text is set.
        return size > 0
            ? new Box(word.Letters.Min(letter => letter.StartBaseLine.X), baseLine - (Descent * size), word.Letters.Max(letter => letter.EndBaseLine.X), baseLine + (Ascent * size))
            : drawn;
    }

    // Glyphs without a meaning in Unicode come as NUL or as halves of characters.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0)).Normalize();
}
