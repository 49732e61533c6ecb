using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ingestion.Core.Csv;

/// <summary>
/// What a boundary scan of a part of a source finds. All it has to know of what is before is the last byte and whether that is inside
/// quotes, which is guessed, so that parts are scanned at the same time; who puts them together sees whether the guess was right.
/// </summary>
/// <param name="BeginsInQuotes">What was guessed.</param>
/// <param name="EndsInQuotes">Whether the part ends inside quotes, if so.</param>
/// <param name="IsMalformed">Whether a quote stands where none may; nothing else holds then.</param>
/// <param name="Lines">Its line breaks.</param>
/// <param name="FirstEnd">Where its first record ends, in bytes from its beginning, as <see cref="CsvBoundaryScan"/> tells; -1 where none does.</param>
/// <param name="LastEnd">Where its last record ends.</param>
internal readonly record struct SegmentScan(bool BeginsInQuotes, bool EndsInQuotes, bool IsMalformed, long Lines, int FirstEnd, int LastEnd)
{
    private const int ScanBytes = 64;
    private const int LookEvery = 64 * ScanBytes;

    /// <summary>Scans a part behind the byte <paramref name="previous"/>. Most text is not quoted; where it is, taking the inside for the outside soon breaks a rule.</summary>
    public static SegmentScan Guess(CsvDialect dialect, ReadOnlySpan<byte> segment, byte previous)
    {
        var outside = Of(dialect, segment, previous, inQuotes: false);
        if (!outside.IsMalformed)
            return outside;
        var inside = Of(dialect, segment, previous, inQuotes: true);
        return inside.IsMalformed ? outside : inside;
    }

    /// <summary>Scans a part of which it is known whether it begins inside quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SegmentScan Of(CsvDialect dialect, ReadOnlySpan<byte> segment, byte previous, bool inQuotes)
    {
        var scan = new CsvBoundaryScan(dialect, inQuotes, previous);
        var (first, last) = (-1, -1);
        for (var i = 0; i < segment.Length; i += ScanBytes)
        {
            if (i % LookEvery == 0 && scan.IsMalformed)
                break;
            var ends = segment.Length - i >= ScanBytes ? scan.Scan64(ref MemoryMarshal.GetReference(segment[i..])) : scan.ScanScalar(segment[i..]);
            if (scan.StartsRecord)
                (first, last) = (first < 0 ? i : first, i);
            if (ends == 0)
                continue;
            if (first < 0)
                first = i + BitOperations.TrailingZeroCount(ends) + 1;
            last = i + ScanBytes - BitOperations.LeadingZeroCount(ends);
        }
        return new SegmentScan(inQuotes, scan.EndsInQuotes, scan.IsMalformed, scan.Lines, first, last);
    }
}
