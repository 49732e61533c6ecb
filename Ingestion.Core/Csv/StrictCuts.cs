using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>Cuts a source that keeps the quoting rules where a boundary scan says that records end.</summary>
internal sealed class StrictCuts(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes)
{
    private const int ScanBytes = 64;

    // The longest record and its line break. One that is hardly longer stays in its chunk: reading it tells.
    private readonly long _maxBytesBetweenEnds = maxRecordBytes + 2L;
    private readonly ChunkCuts _cuts = new(bytes, layout);
    private long _lastEnd = layout.DataOffset;

    /// <summary>Scans the source's bytes from <paramref name="offset"/> on and cuts them.</summary>
    // It runs once over the whole source, and so is compiled hot at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(ref CsvBoundaryScan scan, long offset, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < block.Length; i += ScanBytes)
        {
            var next = Math.Min(i + ScanBytes, block.Length);
            var ends = next - i == ScanBytes
                ? scan.Scan64(ref MemoryMarshal.GetReference(block[i..]))
                : scan.ScanScalar(block[i..]);
            if (scan.StartsRecord)
                EndRecord(scan.Lines, offset + i, offset + i, block[i..next], (byte)'\r');
            if (ends == 0)
                continue;
            var first = i + BitOperations.TrailingZeroCount(ends) + 1;
            var last = i + ScanBytes - BitOperations.LeadingZeroCount(ends);
            EndRecord(scan.Lines, offset + first, offset + last, block[last..next], block[last - 1]);
        }
    }

    /// <summary>
    /// Takes note of the record ends of a part that was scanned before; false where <see cref="Scan"/> would cut it or make a chunk of a long
    /// record that ends in it. The part has at most as many bytes as a record may have.
    /// </summary>
    public bool TryPass(long offset, in SegmentScan part)
    {
        if (part.FirstEnd < 0)
            return true;
        if (offset + part.FirstEnd - _lastEnd > _maxBytesBetweenEnds || offset + part.LastEnd - _cuts.Start >= chunkBytes)
            return false;
        _lastEnd = offset + part.LastEnd;
        return true;
    }

    /// <summary>The chunks of a source that ends at <paramref name="length"/>.</summary>
    public ChunkPlan Finish(long length)
    {
        if (length - _lastEnd > _maxBytesBetweenEnds)
            _cuts.CutOversized(_lastEnd, length);
        _cuts.CutRest(length);
        return new ChunkPlan(_cuts.Chunks, IsTolerant: false);
    }

    /// <summary>Takes note of a first and a last record end, the latter followed by what was scanned and lies <paramref name="after"/> it.</summary>
    private void EndRecord(long lines, long first, long last, ReadOnlySpan<byte> after, byte before)
    {
        if (first - _lastEnd > _maxBytesBetweenEnds)
            _cuts.CutOversized(_lastEnd, first);
        if (last - _cuts.Start >= chunkBytes)
            _cuts.Cut(last, layout.DataLineNumber + lines - LineBreaks.Count(after, before));
        _lastEnd = last;
    }
}
