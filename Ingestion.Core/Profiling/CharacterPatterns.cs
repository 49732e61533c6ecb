using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ingestion.Core.Profiling;

/// <summary>The form of a text: see <see cref="Contracts.CharacterPattern"/>.</summary>
internal static class CharacterPatterns
{
    /// <summary>A longer run of letters is written as one and an ellipsis: words have many lengths and one form.</summary>
    public const int LongestLetters = 4;

    /// <summary>A longer run of digits is written as one and an ellipsis.</summary>
    public const int LongestDigits = 10;

    /// <summary>A longer pattern is cut and ends with an ellipsis.</summary>
    public const int LongestPattern = 48;

    private static readonly byte[] AsciiClasses = [.. Enumerable.Range(0, 0x80).Select(value =>
        char.IsAsciiLetterLower((char)value) ? (byte)'a' : char.IsAsciiLetterUpper((char)value) ? (byte)'A' : char.IsAsciiDigit((char)value) ? (byte)'9' : (byte)0)];

    private static ReadOnlySpan<byte> Ellipsis => "…"u8;

    /// <summary>Writes the pattern of <paramref name="text"/>, UTF-8 like it, into <paramref name="pattern"/> and returns its length.</summary>
    /// <param name="text">The value.</param>
    /// <param name="pattern">Room for four times <see cref="LongestPattern"/>.</param>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> pattern)
    {
        var length = 0;
        var characters = 0;
        for (var position = 0; position < text.Length;)
        {
            if (characters >= LongestPattern)
            {
                Ellipsis.CopyTo(pattern[length..]);
                return length + Ellipsis.Length;
            }
            var letter = ClassOf(text, position, out var taken);
            if (letter == 0)
            {
                text.Slice(position, taken).CopyTo(pattern[length..]);
                length += taken;
                characters++;
                position += taken;
                continue;
            }
            var run = 0;
            for (; position < text.Length && ClassOf(text, position, out taken) == letter; run++)
                position += taken;
            var isLong = run > (letter == '9' ? LongestDigits : LongestLetters);
            var written = isLong ? 1 : run;
            pattern.Slice(length, written).Fill(letter);
            length += written;
            characters += written;
            if (!isLong)
                continue;
            Ellipsis.CopyTo(pattern[length..]);
            length += Ellipsis.Length;
            characters++;
        }
        return length;
    }

    /// <summary>A, a or 9; 0 for what stands for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte ClassOf(ReadOnlySpan<byte> text, int position, out int taken)
    {
        taken = 1;
        var classes = AsciiClasses;
        int first = text[position];
        return first < classes.Length ? classes[first] : ClassOfRune(text[position..], out taken);
    }

    private static byte ClassOfRune(ReadOnlySpan<byte> text, out int taken)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out taken) != OperationStatus.Done)
            return 0;
        return !Rune.IsLetter(rune) ? (byte)0 : Rune.IsUpper(rune) ? (byte)'A' : (byte)'a';
    }
}
