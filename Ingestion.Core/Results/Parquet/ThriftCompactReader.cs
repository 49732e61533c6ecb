using System.Diagnostics.CodeAnalysis;

namespace Ingestion.Core.Results.Parquet;

/// <summary>
/// Reads the Thrift compact protocol (apache/thrift, doc/specs/thrift-compact-protocol.md). A value's encoding depends on
/// nothing before it, so that what a caller does not know can be taken as raw bytes and written again unchanged.
/// </summary>
/// <remarks>
/// Safe on any bytes: nesting is bounded by <see cref="MaxDepth"/>, every count by the bytes that are left, and every
/// step consumes at least one byte.
/// </remarks>
internal ref struct ThriftCompactReader(ReadOnlySpan<byte> data)
{
    /// <summary>Parquet's own structs nest less than ten deep.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>How many bytes have been read.</summary>
    public int Position { get; private set; }

    private readonly int Remaining => _data.Length - Position;

    /// <summary>Reads a field's header; false at the end of the struct. <paramref name="id"/> goes in as the field before, 0 at first.</summary>
    public bool TryReadField(ref short id, out ThriftType type)
    {
        var header = ReadByte();
        type = TypeOf(header & 0x0F);
        if (type == ThriftType.Stop)
            return false;
        var delta = header >> 4;
        var next = delta == 0 ? ReadInteger() : id + delta;
        if (next is < short.MinValue or > short.MaxValue)
            Throw($"field id {next} is out of range");
        id = (short)next;
        return true;
    }

    /// <summary>Reads the header of a list or set.</summary>
    public int ReadListHeader(out ThriftType elementType)
    {
        var header = ReadByte();
        elementType = TypeOf(header & 0x0F);
        var count = header >> 4;
        return count == 15 ? ReadCount() : count;
    }

    /// <summary>Reads an I16, I32 or I64.</summary>
    public long ReadInteger()
    {
        var raw = ReadVarint();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    /// <summary>Passes over a field's value and returns its bytes, none for a boolean.</summary>
    public ReadOnlySpan<byte> ReadRaw(ThriftType type)
    {
        var start = Position;
        if (type is not (ThriftType.True or ThriftType.False))
            Skip(type, 0);
        return _data[start..Position];
    }

    private void Skip(ThriftType type, int depth)
    {
        if (depth >= MaxDepth)
            Throw($"its structs nest deeper than {MaxDepth}");
        switch (type)
        {
            case ThriftType.True or ThriftType.False or ThriftType.Byte:
                Advance(1);
                break;
            case ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                ReadVarint();
                break;
            case ThriftType.Double:
                Advance(8);
                break;
            case ThriftType.Uuid:
                Advance(16);
                break;
            case ThriftType.Binary:
                Advance(ReadCount());
                break;
            case ThriftType.List or ThriftType.Set:
                for (var left = ReadListHeader(out var elementType); left > 0; left--)
                    Skip(elementType, depth + 1);
                break;
            case ThriftType.Map:
                SkipMap(depth);
                break;
            case ThriftType.Struct:
                short id = 0;
                while (TryReadField(ref id, out var fieldType))
                {
                    if (fieldType is not (ThriftType.True or ThriftType.False))
                        Skip(fieldType, depth + 1);
                }
                break;
            default:
                Throw($"type {(int)type} is unknown");
                break;
        }
    }

    private void SkipMap(int depth)
    {
        var count = ReadCount();
        if (count == 0)
            return;
        var types = ReadByte();
        var keyType = TypeOf(types >> 4);
        var valueType = TypeOf(types & 0x0F);
        for (; count > 0; count--)
        {
            Skip(keyType, depth + 1);
            Skip(valueType, depth + 1);
        }
    }

    /// <summary>A length in bytes, or a number of elements of at least one byte each: more than what is left is a lie.</summary>
    private int ReadCount()
    {
        var count = ReadVarint();
        if (count > (ulong)Remaining)
            Throw($"a length of {count} exceeds the {Remaining} bytes that are left");
        return (int)count;
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        Throw("a number is longer than ten bytes");
        return 0;
    }

    private int ReadByte()
    {
        Advance(1);
        return _data[Position - 1];
    }

    private void Advance(int count)
    {
        if (count > Remaining)
            Throw("it ends too early");
        Position += count;
    }

    private readonly ThriftType TypeOf(int value)
    {
        if (value > (int)ThriftType.Uuid)
            Throw($"type {value} is unknown");
        return (ThriftType)value;
    }

    [DoesNotReturn]
    private readonly void Throw(string what) => throw new InvalidDataException($"{what}, at byte {Position} of the metadata");
}
