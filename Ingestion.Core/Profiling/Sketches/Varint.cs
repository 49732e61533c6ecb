namespace Ingestion.Core.Profiling.Sketches;

/// <summary>Whole numbers in as few bytes as they need, seven bits each, the lowest first (LEB128).</summary>
internal static class Varint
{
    /// <summary>A number near zero, above or below it, as a small one without a sign.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>Undoes <see cref="ZigZag"/>.</summary>
    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Writes a number and returns how many bytes it took, at most 10.</summary>
    public static int Write(ulong value, Span<byte> bytes)
    {
        var length = 0;
        for (; value > 0x7F; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        return length;
    }

    /// <summary>Takes a number from the beginning.</summary>
    public static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        var (value, shift, length) = (0UL, 0, 0);
        byte next;
        do
        {
            next = bytes[length++];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next > 0x7F);
        bytes = bytes[length..];
        return value;
    }
}
