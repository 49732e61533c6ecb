using System.Buffers;
using System.Text;

namespace Ingestion.Core.Fixes;

/// <summary>Unicode's white space (property White_Space) in UTF-8, and the byte order mark, which is seen no more than it.</summary>
internal static class WhiteSpace
{
    private const int ByteOrderMark = 0xFEFF;

    /// <summary>The first bytes of every character that may be white space.</summary>
    public static readonly SearchValues<byte> FirstBytes = SearchValues.Create([(byte)'\t', (byte)'\n', 0x0B, 0x0C, (byte)'\r', (byte)' ', 0xC2, 0xE1, 0xE2, 0xE3, 0xEF]);

    /// <summary>The length of the white space character that a text begins with; 0 where it begins with another.</summary>
    public static int LengthAtStart(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text[0] < 0x80)
            return IsAsciiSpace(text[0]) ? 1 : 0;
        return Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsSpace(rune) ? length : 0;
    }

    /// <summary>The length of the white space character that a text ends with; 0 where it ends with another.</summary>
    public static int LengthAtEnd(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        if (text[^1] < 0x80)
            return IsAsciiSpace(text[^1]) ? 1 : 0;
        return Rune.DecodeLastFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsSpace(rune) ? length : 0;
    }

    /// <summary>Where the text without the white space around it lies in the text.</summary>
    public static Range Trimmed(ReadOnlySpan<byte> text)
    {
        var start = 0;
        var end = text.Length;
        while (LengthAtStart(text[start..end]) is > 0 and var length)
            start += length;
        while (LengthAtEnd(text[start..end]) is > 0 and var length)
            end -= length;
        return start..end;
    }

    private static bool IsAsciiSpace(byte value) => value == ' ' || value is >= 9 and <= 13;

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == ByteOrderMark;
}
