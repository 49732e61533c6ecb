using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Csv;

/// <summary>Counts line breaks: LF, CR and CR LF each count once.</summary>
internal static class LineBreaks
{
    /// <summary>The line breaks in <paramref name="bytes"/>; <paramref name="previous"/> is the byte before them, 0 at the start.</summary>
    public static long Count(ReadOnlySpan<byte> bytes, byte previous = 0)
    {
        var lines = 0L;
        var index = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var lf = Vector256.Create((byte)'\n');
            var cr = Vector256.Create((byte)'\r');
            var afterCr = previous == '\r' ? 1u : 0u;
            ref var start = ref MemoryMarshal.GetReference(bytes);
            for (; index <= bytes.Length - Vector256<byte>.Count; index += Vector256<byte>.Count)
            {
                var block = Vector256.LoadUnsafe(ref start, (nuint)index);
                var lfs = Vector256.Equals(block, lf).ExtractMostSignificantBits();
                var crs = Vector256.Equals(block, cr).ExtractMostSignificantBits();
                lines += BitOperations.PopCount(crs) + BitOperations.PopCount(lfs & ~((crs << 1) | afterCr));
                afterCr = crs >> 31;
            }
            if (index > 0)
                previous = bytes[index - 1];
        }
        return lines + CountScalar(bytes[index..], previous);
    }

    /// <summary>The scalar twin of <see cref="Count"/>.</summary>
    public static long CountScalar(ReadOnlySpan<byte> bytes, byte previous = 0)
    {
        var lines = 0L;
        foreach (var value in bytes)
        {
            if (value == '\r' || (value == '\n' && previous != '\r'))
                lines++;
            previous = value;
        }
        return lines;
    }

    /// <summary>The offset just after the first line break at or after <paramref name="offset"/>; the length when there is none.</summary>
    public static int NextLine(ReadOnlySpan<byte> bytes, int offset)
    {
        var found = bytes[offset..].IndexOfAny((byte)'\n', (byte)'\r');
        if (found < 0)
            return bytes.Length;
        var end = offset + found + 1;
        return bytes[end - 1] == '\r' && end < bytes.Length && bytes[end] == '\n' ? end + 1 : end;
    }
}
