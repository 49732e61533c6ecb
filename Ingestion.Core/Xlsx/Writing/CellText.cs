using System.Buffers;
using System.Globalization;
using System.Text;
using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>
/// Texts as the parts of a workbook have them (ECMA-376 part 1, 22.9.2.19): what XML has no character for stands as <c>_x0001_</c>, and a
/// text that looks like that has its underscore written so.
/// </summary>
internal static class CellText
{
    private const int EscapeLength = 7;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(control => (char)control).Except(['\t', '\n']), '&', '<', '>', '_', '\uFFFE', '\uFFFF']);

    /// <summary>Appends a text as the inside of an element. Half a surrogate pair becomes U+FFFD.</summary>
    public static void AppendCellText(this TextBuffer output, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            AppendUtf8(output, text[..at]);
            AppendSpecial(output, text[at..]);
            text = text[(at + 1)..];
        }
        AppendUtf8(output, text);
    }

    /// <summary>Appends <c>&lt;t>..&lt;/t></c>. Space at either end, and lines, would be lost without a word.</summary>
    public static void AppendTextElement(this TextBuffer output, ReadOnlySpan<char> text)
    {
        output.Append(HasSpaceAtAnEnd(text) || text.Contains('\n') ? "<t xml:space=\"preserve\">"u8 : "<t>"u8);
        output.AppendCellText(text);
        output.Append("</t>"u8);
    }

    /// <summary>Whether a text begins or ends with white space.</summary>
    public static bool HasSpaceAtAnEnd(ReadOnlySpan<char> text) => text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));

    /// <summary>A text's beginning, of at most so many UTF-16 units, not cut inside a character.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static void AppendSpecial(TextBuffer output, ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case '&':
                output.Append("&amp;"u8);
                break;
            case '<':
                output.Append("&lt;"u8);
                break;
            case '>':
                output.Append("&gt;"u8);
                break;
            case '_' when !IsEscape(text):
                output.Append((byte)'_');
                break;
            default:
                AppendUtf8(output, string.Create(CultureInfo.InvariantCulture, $"_x{(int)text[0]:X4}_"));
                break;
        }
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= EscapeLength && text[1] == 'x' && text[EscapeLength - 1] == '_' && !text[2..(EscapeLength - 1)].ContainsAnyExcept(HexDigits);

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    private static void AppendUtf8(TextBuffer output, ReadOnlySpan<char> text) =>
        output.Advance(Encoding.UTF8.GetBytes(text, output.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
