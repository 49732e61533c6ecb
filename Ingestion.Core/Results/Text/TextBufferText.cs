using System.Buffers;

namespace Ingestion.Core.Results.Text;

/// <summary>Quoting and escaping of UTF-8 text.</summary>
internal static class TextBufferText
{
    private const byte Quote = (byte)'"';
    private static readonly SearchValues<byte> CsvSpecial = SearchValues.Create(",\"\r\n"u8);
    private static readonly SearchValues<byte> JsonSpecial =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), Quote, (byte)'\\']);

    /// <summary>Appends a CSV field (RFC 4180, section 2): quoted when it must be, and when it is empty, to be told from null.</summary>
    public static void AppendCsv(this TextBuffer output, ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text.IndexOfAny(CsvSpecial) < 0)
            output.Append(text);
        else
            output.AppendCsvQuoted(text);
    }

    /// <summary>Appends a CSV field in quotes.</summary>
    public static void AppendCsvQuoted(this TextBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append(Quote);
        for (int end; (end = text.IndexOf(Quote)) >= 0; text = text[(end + 1)..])
        {
            output.Append(text[..(end + 1)]);
            output.Append(Quote);
        }
        output.Append(text);
        output.Append(Quote);
    }

    /// <summary>Appends a JSON string (RFC 8259, section 7), escaping only what must be.</summary>
    public static void AppendJson(this TextBuffer output, ReadOnlySpan<byte> text)
    {
        output.Append(Quote);
        for (int end; (end = text.IndexOfAny(JsonSpecial)) >= 0; text = text[(end + 1)..])
        {
            output.Append(text[..end]);
            AppendEscaped(output, text[end]);
        }
        output.Append(text);
        output.Append(Quote);
    }

    private static void AppendEscaped(TextBuffer output, byte value)
    {
        switch (value)
        {
            case Quote:
                output.Append("\\\""u8);
                break;
            case (byte)'\\':
                output.Append("\\\\"u8);
                break;
            case (byte)'\n':
                output.Append("\\n"u8);
                break;
            case (byte)'\r':
                output.Append("\\r"u8);
                break;
            case (byte)'\t':
                output.Append("\\t"u8);
                break;
            default:
                output.Append("\\u00"u8);
                output.Append((byte)('0' + (value >> 4)));
                output.Append("0123456789abcdef"u8[value & 0x0F]);
                break;
        }
    }
}
