using System.Buffers.Binary;

namespace Ingestion.Standalone.Tests.Telemetry;

/// <summary>A field of a protobuf message: a number or, for texts, bytes and messages in it, bytes.</summary>
internal readonly record struct ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes);

/// <summary>Reads protobuf's wire format, as far as OTLP uses it.</summary>
internal static class Protobuf
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    public static List<ProtobufField> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        while (!message.IsEmpty)
        {
            var tag = TakeVarint(ref message);
            var number = (int)(tag >> 3);
            fields.Add((int)(tag & 7) switch
            {
                Varint => new(number, TakeVarint(ref message), default),
                Fixed64 => new(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default),
                LengthDelimited => new(number, 0, Take(ref message, (int)TakeVarint(ref message))),
                Fixed32 => new(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default),
                var type => throw new InvalidDataException($"Wire type {type} is none of OTLP's."),
            });
        }
        return fields;
    }

    /// <summary>All messages, texts or bytes at a path of field numbers.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> At(ReadOnlyMemory<byte> message, params IReadOnlyList<int> path) =>
        path.Aggregate(Enumerable.Repeat(message, 1), (messages, number) => messages.SelectMany(Fields).Where(field => field.Number == number).Select(field => field.Bytes));

    private static ulong TakeVarint(ref ReadOnlyMemory<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
