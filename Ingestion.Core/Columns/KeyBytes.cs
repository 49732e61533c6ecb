using System.Buffers.Binary;

namespace Ingestion.Core.Columns;

/// <summary>
/// The bytes of a dedupe key. Each part says its length, so that ("ab","c") and ("a","bc") differ, and null differs from every value.
/// </summary>
internal struct KeyBytes()
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What was appended since the last <see cref="Clear"/>.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Whether any part had a value.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Begins a new key.</summary>
    public void Clear()
    {
        _length = 0;
        HasValue = false;
    }

    /// <summary>Appends the absence of a value.</summary>
    public void AppendNull() => BinaryPrimitives.WriteInt32LittleEndian(Grow(4), -1);

    /// <summary>Appends a value.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        HasValue = true;
        var target = Grow(4 + value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target, value.Length);
        value.CopyTo(target[4..]);
    }

    /// <summary>Appends a value of eight bytes.</summary>
    public void Append(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Append(bytes);
    }

    private Span<byte> Grow(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
