using System.Buffers;
using System.Globalization;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rejects;

/// <summary>UTF-8 JSON text appended to a growing buffer. Rejects are many and small: pieces that do not change are encoded once.</summary>
internal sealed class JsonText : IDisposable
{
    private const int FirstBytes = 512;

    // What RFC 8259, section 7, wants escaped; everything else is written as it is.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(control => (byte)control), (byte)'"', (byte)'\\']);
    private byte[] _bytes = [];

    /// <summary>How much was appended.</summary>
    public int Length { get; private set; }

    /// <summary>A part of what was appended.</summary>
    public ReadOnlySpan<byte> this[Range range] => _bytes.AsSpan(0, Length)[range];

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        Pooled.Return(ref _bytes);
    }

    /// <summary>Appends bytes that are JSON already.</summary>
    public void Append(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Reserve(json.Length));
        Length += json.Length;
    }

    /// <summary>Appends a number.</summary>
    public void Append(long number)
    {
        number.TryFormat(Reserve(20), out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Appends valid UTF-8 text as the inside of a JSON string.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                Append(text);
                return;
            }
            Append(text[..plain]);
            AppendEscape(text[plain]);
            text = text[(plain + 1)..];
        }
    }

    /// <summary>Appends bytes as Base64.</summary>
    public void AppendBase64(ReadOnlySpan<byte> bytes)
    {
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, Reserve(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        Length += written;
    }

    private void AppendEscape(byte value)
    {
        switch (value)
        {
            case (byte)'"': Append("\\\""u8); break;
            case (byte)'\\': Append("\\\\"u8); break;
            case (byte)'\n': Append("\\n"u8); break;
            case (byte)'\r': Append("\\r"u8); break;
            case (byte)'\t': Append("\\t"u8); break;
            default:
                Append("\\u00"u8);
                Append([(byte)('0' + (value >> 4)), (byte)"0123456789abcdef"[value & 15]]);
                break;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (Length + count > _bytes.Length)
            Pooled.Grow(ref _bytes, Length, Math.Max(Math.Max(_bytes.Length * 2, FirstBytes), Length + count));
        return _bytes.AsSpan(Length);
    }
}
