using System.Globalization;
using System.Text;
using Ingestion.Core.Plans;
using Ingestion.Core.Text;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// Keys of texts that people would call the same, after OpenRefine's key collision methods
/// (https://openrefine.org/docs/technical-reference/clustering-in-depth): without accents, case, punctuation and order.
/// </summary>
internal static class LooseKey
{
    /// <summary>The key in UTF-8. A text without letters and digits is its own key: "?" and "!" are not the same.</summary>
    public static byte[] Of(ReadOnlySpan<byte> text, DedupeKey match, int letters)
    {
        var words = Words(text);
        var parts = match == DedupeKey.Fingerprint ? words : Sequences(string.Concat(words), letters);
        return parts.Count == 0 ? text.ToArray() : Encoding.UTF8.GetBytes(string.Join(match == DedupeKey.Fingerprint ? " " : "", parts.Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>The words in lower case, without accents; everything but letters and digits ends a word, but an apostrophe or a dot is left out.</summary>
    public static List<string> Words(ReadOnlySpan<byte> text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var value in CanonicalText.Decompose(text))
        {
            var rune = new Rune(value);
            if (Rune.IsLetterOrDigit(rune))
                word.Append(value == 'ß' ? "ss" : Rune.ToLowerInvariant(rune).ToString());
            else if (!IsLeftOut(rune))
                End();
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsLeftOut(Rune rune) =>
        rune.Value is '\'' or '.' or 0x2019 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    private static List<string> Sequences(string text, int letters)
    {
        var sequences = new List<string>();
        for (var i = 0; i + letters <= text.Length; i++)
            sequences.Add(text.Substring(i, letters));
        // A text shorter than a sequence is one.
        if (sequences.Count == 0 && text.Length > 0)
            sequences.Add(text);
        return sequences;
    }
}
