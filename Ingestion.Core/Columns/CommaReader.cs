using System.Runtime.InteropServices;

namespace Ingestion.Core.Columns;

/// <summary>Reads numbers that have a comma before their decimals. A point is no part of such a number: it would stand between thousands, which no type reads.</summary>
/// <typeparam name="TReader">Reads the same numbers with a point.</typeparam>
/// <typeparam name="TValue">What it makes of one.</typeparam>
internal readonly struct CommaReader<TReader, TValue>(TReader reader) : IValueReader<TValue>
    where TReader : struct, IValueReader<TValue>
{
    private const int MostOnStack = 128;

    public bool TryRead(ReadOnlySpan<byte> text, out TValue value)
    {
        value = default!;
        if (text.Contains((byte)'.'))
            return false;
        var point = text.Length <= MostOnStack ? stackalloc byte[text.Length] : new byte[text.Length];
        text.Replace(point, (byte)',', (byte)'.');
        return reader.TryRead(point, out value);
    }

    public bool TryReadField(ref byte start, int length, out TValue value) => TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
}
