using System.Globalization;
using System.Text;

namespace Ingestion.Core.Pdf;

/// <summary>
/// Puts what stands side by side in the order in which it is read: a PDF knows where letters are drawn, not which one follows which.
/// The inverse of the Unicode bidirectional algorithm (UAX #9) as far as a single line without embeddings needs it.
/// </summary>
internal static class ReadingDirection
{
    private enum Kind
    {
        Neutral,
        Number,
        LeftToRight,
        RightToLeft,
    }

    /// <summary>Whether a text holds letters that are written from right to left.</summary>
    public static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (KindOf(rune) == Kind.RightToLeft)
                return true;
        }
        return false;
    }

    /// <summary>The text of a word.</summary>
    /// <param name="letters">What is drawn, from left to right; a ligature's letters are in reading order already.</param>
    public static string Word(IReadOnlyList<string> letters) =>
        letters.Any(IsRightToLeft) ? string.Concat(Ordered(letters, letter => letter, isRightToLeft: true, joinsNumbers: true)) : string.Concat(letters);

    /// <summary>The words of a line in reading order.</summary>
    /// <param name="words">As they stand, from left to right.</param>
    /// <param name="text">The text of one.</param>
    public static IReadOnlyList<T> Line<T>(IReadOnlyList<T> words, Func<T, string> text)
    {
        var rightToLeft = words.Count(word => IsRightToLeft(text(word)));
        if (rightToLeft == 0)
            return words;
        return Ordered(words, text, rightToLeft * 2 >= words.Count(word => KindOf(text(word)) != Kind.Neutral), joinsNumbers: false);
    }

    /// <summary>Turns the line round, and back again what is written against its direction.</summary>
    private static List<T> Ordered<T>(IReadOnlyList<T> drawn, Func<T, string> text, bool isRightToLeft, bool joinsNumbers)
    {
        var ordered = isRightToLeft ? drawn.Reverse().ToList() : [.. drawn];
        for (var start = 0; start < ordered.Count; start++)
        {
            if (!IsAgainst(ordered[start]))
                continue;
            var end = start + 1;
            for (var next = end; next < ordered.Count && (IsAgainst(ordered[next]) || KindOf(text(ordered[next])) == Kind.Neutral); next++)
                end = IsAgainst(ordered[next]) ? next + 1 : end;
            // A number before a foreign word is the line's own; one after it is the word's.
            while (isRightToLeft && !joinsNumbers && KindOf(text(ordered[end - 1])) == Kind.Number && end - 1 > start)
                end--;
            ordered.Reverse(start, end - start);
            start = end - 1;
        }
        return ordered;

        bool IsAgainst(T unit) => KindOf(text(unit)) is var kind && (isRightToLeft ? kind is Kind.LeftToRight or Kind.Number : kind == Kind.RightToLeft);
    }

    /// <summary>The first strong letter decides.</summary>
    private static Kind KindOf(string text)
    {
        var kind = Kind.Neutral;
        foreach (var rune in text.EnumerateRunes())
        {
            var own = KindOf(rune);
            if (own >= Kind.LeftToRight)
                return own;
            kind = own > kind ? own : kind;
        }
        return kind;
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber => Kind.Number,
        UnicodeCategory.NonSpacingMark when IsOfRightToLeftBlock(rune.Value) => Kind.RightToLeft,
        _ when !Rune.IsLetter(rune) => Kind.Neutral,
        _ => IsOfRightToLeftBlock(rune.Value) ? Kind.RightToLeft : Kind.LeftToRight,
    };

    // Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours, their presentation forms, and the scripts of the supplementary planes.
    private static bool IsOfRightToLeftBlock(int value) =>
        value is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
