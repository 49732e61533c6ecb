using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ingestion.Core.Csv;

/// <summary>Takes note of where records end.</summary>
internal interface IRecordEnds
{
    /// <summary>Some records end in a few bytes of the source, the first at <paramref name="first"/> and the last at <paramref name="last"/>.</summary>
    /// <param name="first">Offset in the source just behind the first one's line break.</param>
    /// <param name="last">Just behind the last one's.</param>
    /// <param name="lines">The line breaks up to the end of what was scanned.</param>
    /// <param name="after">What was scanned and lies behind the last end.</param>
    /// <param name="before">The last byte of its line break.</param>
    void End(long first, long last, long lines, ReadOnlySpan<byte> after, byte before);
}

/// <summary>Finds record ends, 64 bytes at a time.</summary>
internal static class RecordEnds
{
    private const int ScanBytes = 64;

    /// <summary>Scans a block of the source that begins at <paramref name="offset"/>; all but the last are of a multiple of 64 bytes.</summary>
    // It runs once over the whole source, and so is compiled hot at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find<TEnds>(ref CsvBoundaryScan scan, long offset, ReadOnlySpan<byte> block, ref TEnds ends)
        where TEnds : IRecordEnds
    {
        for (var i = 0; i < block.Length; i += ScanBytes)
        {
            var next = Math.Min(i + ScanBytes, block.Length);
            var mask = next - i == ScanBytes
                ? scan.Scan64(ref MemoryMarshal.GetReference(block[i..]))
                : scan.ScanScalar(block[i..]);
            if (scan.StartsRecord)
                ends.End(offset + i, offset + i, scan.Lines, block[i..next], (byte)'\r');
            if (mask == 0)
                continue;
            var first = i + BitOperations.TrailingZeroCount(mask) + 1;
            var last = i + ScanBytes - BitOperations.LeadingZeroCount(mask);
            ends.End(offset + first, offset + last, scan.Lines, block[last..next], block[last - 1]);
        }
    }
}
