using System.Buffers;
using System.Text;

namespace Ingestion.Core.Text;

/// <summary>
/// Unicode's normal forms (UAX #15). The framework has none where globalization is invariant, as it is here. Hangul is computed
/// (Unicode, section 3.12), all else is looked up.
/// </summary>
internal static class CanonicalText
{
    private const int HangulFirst = 0xAC00, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    /// <summary>Whether a text is composed for sure: no character below U+0300 composes with the one before it.</summary>
    public static bool IsSurelyComposed(ReadOnlySpan<byte> text) => text.IndexOfAnyInRange((byte)0xCC, (byte)0xFF) < 0;

    /// <summary>Writes the composed form (NFC) of valid UTF-8; with <paramref name="isCompatible"/> that of what its characters stand for (NFKC).</summary>
    public static void Compose(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> target, bool isCompatible = false)
    {
        var runes = Decompose(text, isCompatible);
        Compose(runes);
        foreach (var rune in runes)
            Append(target, rune);
    }

    /// <summary>The letters of the decomposed form (NFD, or NFKD): a base letter, then its marks.</summary>
    public static List<int> Decompose(ReadOnlySpan<byte> text, bool isCompatible = false)
    {
        var runes = new List<int>(text.Length);
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            Decompose(rune.Value, runes, isCompatible);
            text = text[length..];
        }
        Order(runes);
        return runes;
    }

    private static void Decompose(int rune, List<int> target, bool isCompatible)
    {
        if (rune - HangulFirst is >= 0 and < Leads * Vowels * Tails and var syllable)
        {
            target.Add(LeadFirst + (syllable / (Vowels * Tails)));
            target.Add(VowelFirst + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0)
                target.Add(TailFirst + (syllable % Tails));
        }
        else if (rune >= 0xC0 && CanonicalData.Decompositions.TryGetValue(rune, out var parts))
        {
            Decompose(parts.First, target, isCompatible);
            if (parts.Second > 0)
                Decompose(parts.Second, target, isCompatible);
        }
        else if (isCompatible && rune >= 0xA0 && CompatibilityData.Decompositions.TryGetValue(rune, out var meant))
        {
            foreach (var part in meant)
                Decompose(part, target, isCompatible);
        }
        else
            target.Add(rune);
    }

    /// <summary>Marks that stand on one letter go in the order of their classes; equal ones stay as they are.</summary>
    private static void Order(List<int> runes)
    {
        for (var i = 1; i < runes.Count; i++)
        {
            var mark = CanonicalData.ClassOf(runes[i]);
            if (mark == 0)
                continue;
            for (var at = i; at > 0 && CanonicalData.ClassOf(runes[at - 1]) > mark; at--)
                (runes[at - 1], runes[at]) = (runes[at], runes[at - 1]);
        }
    }

    private static void Compose(List<int> runes)
    {
        var starter = -1;
        var lastClass = -1;
        var kept = 0;
        for (var i = 0; i < runes.Count; i++)
        {
            var rune = runes[i];
            var mark = CanonicalData.ClassOf(rune);
            // A mark is blocked from its letter by one of its own or a higher class between them.
            if (starter >= 0 && (lastClass < mark || lastClass == -1) && TryPair(runes[starter], rune, out var composed))
            {
                runes[starter] = composed;
                continue;
            }
            if (mark == 0)
            {
                starter = kept;
                lastClass = -1;
            }
            else
                lastClass = mark;
            runes[kept++] = rune;
        }
        runes.RemoveRange(kept, runes.Count - kept);
    }

    private static bool TryPair(int first, int second, out int composed)
    {
        if (first - LeadFirst is >= 0 and < Leads and var lead && second - VowelFirst is >= 0 and < Vowels and var vowel)
            composed = HangulFirst + (((lead * Vowels) + vowel) * Tails);
        else if (first - HangulFirst is >= 0 and < Leads * Vowels * Tails and var syllable && syllable % Tails == 0 && second - TailFirst is > 0 and < Tails and var tail)
            composed = first + tail;
        else
            return CanonicalData.Compositions.TryGetValue((first, second), out composed);
        return true;
    }

    private static void Append(ArrayBufferWriter<byte> target, int rune) => target.Advance(new Rune(rune).EncodeToUtf8(target.GetSpan(4)));
}
