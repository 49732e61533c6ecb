using System.Buffers;

namespace Ingestion.Core.Results.Parquet;

/// <summary>Writes the Thrift compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md) into memory.</summary>
internal sealed class ThriftCompactWriter
{
    private const int MaxVarintBytes = 10;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Forgets what has been written.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>Writes a field's header. <paramref name="lastId"/> goes in as the field before, 0 at first.</summary>
    public void WriteField(ref short lastId, short id, ThriftType type)
    {
        var delta = id - lastId;
        lastId = id;
        if (delta is >= 1 and <= 15)
        {
            WriteByte((byte)(delta << 4 | (int)type));
            return;
        }
        WriteByte((byte)type);
        WriteInteger(id);
    }

    /// <summary>Ends a struct.</summary>
    public void WriteStop() => WriteByte((byte)ThriftType.Stop);

    /// <summary>Writes the header of a list.</summary>
    public void WriteListHeader(ThriftType elementType, int count)
    {
        if (count < 15)
        {
            WriteByte((byte)(count << 4 | (int)elementType));
            return;
        }
        WriteByte((byte)(0xF0 | (int)elementType));
        WriteVarint((uint)count);
    }

    /// <summary>Writes an I16, I32 or I64.</summary>
    public void WriteInteger(long value) => WriteVarint((ulong)(value << 1 ^ value >> 63));

    /// <summary>Writes an integer field.</summary>
    public void WriteInteger(ref short lastId, short id, ThriftType type, long value)
    {
        WriteField(ref lastId, id, type);
        WriteInteger(value);
    }

    /// <summary>Writes a boolean field, whose header is its value.</summary>
    public void WriteBoolean(ref short lastId, short id, bool value) => WriteField(ref lastId, id, value ? ThriftType.True : ThriftType.False);

    /// <summary>Writes a field of bytes.</summary>
    public void WriteBinary(ref short lastId, short id, ReadOnlySpan<byte> value)
    {
        WriteField(ref lastId, id, ThriftType.Binary);
        WriteBinary(value);
    }

    /// <summary>Writes bytes with their length before them.</summary>
    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        WriteVarint((uint)value.Length);
        WriteRaw(value);
    }

    /// <summary>Writes a field that is a struct without fields.</summary>
    public void WriteEmptyStruct(ref short lastId, short id)
    {
        WriteField(ref lastId, id, ThriftType.Struct);
        WriteStop();
    }

    /// <summary>Writes one byte: the value of a field of type I8.</summary>
    public void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Writes bytes that are Thrift already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    private void WriteVarint(ulong value)
    {
        var span = _buffer.GetSpan(MaxVarintBytes);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
