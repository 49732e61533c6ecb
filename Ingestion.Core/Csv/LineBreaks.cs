using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Csv;

/// <summary>Counts line breaks: LF, CR and CR LF each count once.</summary>
internal static class LineBreaks
{
    private const int BlockBytes = 64;

    /// <summary>The line breaks in <paramref name="bytes"/>; <paramref name="previous"/> is the byte before them, 0 at the start.</summary>
    public static long Count(ReadOnlySpan<byte> bytes, byte previous = 0)
    {
        var lines = 0L;
        var index = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var afterCr = previous == '\r' ? 1UL : 0;
            ref var start = ref MemoryMarshal.GetReference(bytes);
            for (; index <= bytes.Length - BlockBytes; index += BlockBytes)
            {
                var crs = ByteMask.Of(ref Unsafe.Add(ref start, index), (byte)'\r');
                lines += BitOperations.PopCount(crs) + BitOperations.PopCount(ByteMask.Of(ref Unsafe.Add(ref start, index), (byte)'\n') & ~((crs << 1) | afterCr));
                afterCr = crs >> 63;
            }
            if (index > 0)
            {
                // The rest is counted in the last block, which reaches back into what was counted.
                var counted = BlockBytes - (bytes.Length - index);
                if (counted == BlockBytes)
                    return lines;
                start = ref Unsafe.Add(ref start, bytes.Length - BlockBytes);
                var crs = ByteMask.Of(ref start, (byte)'\r') >> counted;
                return lines + BitOperations.PopCount(crs) + BitOperations.PopCount((ByteMask.Of(ref start, (byte)'\n') >> counted) & ~((crs << 1) | afterCr));
            }
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
