using System.Buffers.Text;
using System.Text;

namespace Ingestion.Core.Documents.Xml;

/// <summary>What is written in XML, made what it means: references resolved, line breaks as one line feed (XML 1.0, 2.11 and 4.6).</summary>
internal static class XmlText
{
    /// <summary>The text of an attribute.</summary>
    public static string ToText(ReadOnlySpan<byte> written)
    {
        if (!written.ContainsAny((byte)'&', (byte)'\r'))
            return Encoding.UTF8.GetString(written);
        var bytes = new byte[written.Length];
        return Encoding.UTF8.GetString(bytes.AsSpan(0, Resolve(written, bytes)));
    }

    /// <summary>Resolves into a buffer that is at least as long as what is written, and returns how much of it is used.</summary>
    /// <param name="written">As it stands in the XML.</param>
    /// <param name="to">The buffer.</param>
    /// <param name="isLiteral">Whether it stands in CDATA, where there are line breaks but no references.</param>
    /// <exception cref="UnreadableSourceException">There is a reference to an entity that XML does not define by itself.</exception>
    public static int Resolve(ReadOnlySpan<byte> written, Span<byte> to, bool isLiteral = false)
    {
        var length = 0;
        while (true)
        {
            var plain = isLiteral ? written.IndexOf((byte)'\r') : written.IndexOfAny((byte)'&', (byte)'\r');
            if (plain < 0)
                plain = written.Length;
            written[..plain].CopyTo(to[length..]);
            length += plain;
            if (plain == written.Length)
                return length;
            if (written[plain] == '\r')
            {
                to[length++] = (byte)'\n';
                var isPair = plain + 1 < written.Length && written[plain + 1] == '\n';
                written = written[(plain + (isPair ? 2 : 1))..];
                continue;
            }
            written = written[(plain + 1)..];
            var end = written.IndexOf((byte)';');
            if (end < 0)
                throw Unknown(written);
            length += Reference(written[..end], to[length..]);
            written = written[(end + 1)..];
        }
    }

    private static int Reference(ReadOnlySpan<byte> name, Span<byte> to)
    {
        if (name.Length > 1 && name[0] == '#')
            return Character(name[1..], to);
        to[0] = name switch
        {
            [(byte)'l', (byte)'t'] => (byte)'<',
            [(byte)'g', (byte)'t'] => (byte)'>',
            [(byte)'a', (byte)'m', (byte)'p'] => (byte)'&',
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => (byte)'"',
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => (byte)'\'',
            _ => throw Unknown(name),
        };
        return 1;
    }

    /// <summary>A character by its number. One that is none, such as half of a pair, becomes U+FFFD.</summary>
    private static int Character(ReadOnlySpan<byte> number, Span<byte> to)
    {
        var isHex = number[0] is (byte)'x' or (byte)'X';
        var digits = isHex ? number[1..] : number;
        if (!Utf8Parser.TryParse(digits, out uint value, out var used, isHex ? 'X' : 'D') || used != digits.Length)
            throw Unknown(number);
        var rune = value != 0 && Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
        // It fits: "&#0;" is the shortest reference there is, and a longer character has a longer number.
        return rune.EncodeToUtf8(to);
    }

    private static UnreadableSourceException Unknown(ReadOnlySpan<byte> name) => new(
        $"The file refers to an entity of its own, '&{Encoding.UTF8.GetString(name[..Math.Min(name.Length, 20)])}', which Office documents do not have. It is damaged, or made to attack whoever reads it: save the document anew.");
}
