using System.Text;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Fixes;

/// <summary>CASE, by Unicode's simple case mapping: no letter becomes two, and no language has its own rules.</summary>
internal sealed class CaseFix(PlanFix fix, int column, LetterCase letterCase) : ValueFix(fix, column)
{
    // A letter's other case is at most so many times as long in UTF-8: U+0250's capital takes three bytes for two.
    private const int MostGrowth = 2;

    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        if (letterCase != LetterCase.Title && Ascii.IsValid(text))
            return TryChangeAscii(bytes, ref field, text);
        var room = bytes.Room(text.Length * MostGrowth);
        var written = 0;
        var isInWord = false;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            var isUpper = letterCase == LetterCase.Upper || (letterCase == LetterCase.Title && !isInWord);
            written += (isUpper ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune)).EncodeToUtf8(room[written..]);
            // An apostrophe does not end a word: it's, not it'S.
            isInWord = Rune.IsLetterOrDigit(rune) || (isInWord && (rune.Value is '\'' or 0x2019 || IsMark(rune)));
            text = text[length..];
        }
        return TryTake(bytes, ref field, room[..written]);
    }

    private bool TryChangeAscii(RecordBytes bytes, ref FieldRange field, ReadOnlySpan<byte> text)
    {
        if (letterCase == LetterCase.Upper ? text.IndexOfAnyInRange((byte)'a', (byte)'z') < 0 : text.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0)
            return false;
        var room = bytes.Room(text.Length);
        _ = letterCase == LetterCase.Upper ? Ascii.ToUpper(text, room, out var written) : Ascii.ToLower(text, room, out written);
        field = bytes.Take(written);
        return true;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark;
}

/// <summary>What CASE makes of letters.</summary>
internal enum LetterCase
{
    Lower,
    Upper,

    /// <summary>Each word's first letter upper, the rest lower.</summary>
    Title,
}
