using System.Buffers;

namespace Ingestion.Core.Records;

/// <summary>
/// A chunk's bytes in UTF-8 as they are in the source and, behind them, values that are not there as such, such as a quoted field
/// without its doubled quotes. Values are ranges of it: a TEXT value is not copied between the source and the result.
/// Its memory is used again from chunk to chunk,
/// and by others once it is disposed.
/// </summary>
internal sealed class RecordBytes : IDisposable
{
    private byte[] _array = [];

    /// <summary>So many bytes behind any value can be read, and are anything: short values are looked at in whole words.</summary>
    public const int PaddingBytes = 32;

    /// <summary>All of it; replaced when it grows, so not to be held.</summary>
    public byte[] Array => _array;

    /// <summary>How many of them are the source's.</summary>
    public int SourceLength { get; private set; }

    /// <summary>How many of them are taken, the source's among them.</summary>
    public int Used { get; private set; }

    /// <summary>The source's bytes.</summary>
    public Span<byte> Source => Array.AsSpan(0, SourceLength);

    /// <summary>The bytes of a value.</summary>
    public ReadOnlySpan<byte> this[FieldRange field] => Array.AsSpan(field.Start, field.Length);

    /// <summary>Begins a chunk of so many source bytes, to be filled by the caller.</summary>
    public void Begin(int sourceLength)
    {
        // Chunks end with a record, so they are nearly of one size: a little room takes them all, and their unquoted values.
        if (_array.Length < sourceLength + PaddingBytes)
            Pooled.Grow(ref _array, used: 0, sourceLength + (sourceLength / 16) + PaddingBytes);
        SourceLength = sourceLength;
        Used = sourceLength;
    }

    /// <summary>Keeps a value that the source does not have as such.</summary>
    public FieldRange Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        return Take(value.Length);
    }

    /// <summary>Keeps a quoted field's value: <paramref name="content"/>, between the quotes, with every doubled quote as one.</summary>
    public FieldRange AppendUnquoted(FieldRange content, byte quote)
    {
        var room = Room(content.Length);
        var text = this[content];
        var length = 0;
        while (true)
        {
            var next = text.IndexOf(quote);
            if (next < 0)
                break;
            text[..(next + 1)].CopyTo(room[length..]);
            length += next + 1;
            text = text[Math.Min(next + 2, text.Length)..];
        }
        text.CopyTo(room[length..]);
        return Take(length + text.Length);
    }

    /// <summary>Room for a value of at most so many bytes, to be written there and then taken. It may replace <see cref="Array"/>; spans of the old one stay as they are.</summary>
    public Span<byte> Room(int length)
    {
        if (Used + length + PaddingBytes > Array.Length)
        {
            // The old one is not given back: somebody has a span of it.
            var grown = ArrayPool<byte>.Shared.Rent(checked(Used + length + ((Used - SourceLength + length) * 2) + PaddingBytes));
            _array.AsSpan(0, Used).CopyTo(grown);
            _array = grown;
        }
        return Array.AsSpan(Used, length);
    }

    /// <summary>Keeps the first bytes of the last <see cref="Room"/> as a value.</summary>
    public FieldRange Take(int length)
    {
        var taken = new FieldRange(Used, length);
        Used += length;
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pooled.Return(ref _array);
        SourceLength = Used = 0;
    }

    /// <summary>Forgets the values taken since <see cref="Used"/> was this.</summary>
    public void Rewind(int used) => Used = used;
}
