using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>Cuts a source that keeps the quoting rules, in one fast pass over its bytes.</summary>
internal sealed class StrictChunkPlanner(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes)
{
    private const int BlockBytes = 1 << 20;
    private const int ScanBytes = 64;

    // The longest record and its line break. One that is hardly longer stays in its chunk: reading it tells.
    private readonly long _maxBytesBetweenEnds = maxRecordBytes + 2L;
    private readonly ChunkCuts _cuts = new(bytes, layout);
    private CsvBoundaryScan _scan = new(layout.Dialect);
    private long _lastEnd = layout.DataOffset;

    /// <summary>The chunks; null when the source breaks the quoting rules.</summary>
    public ChunkPlan? Plan(CancellationToken cancellationToken)
    {
        var length = bytes.LengthBytes;
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var offset = layout.DataOffset; offset < length && !_scan.IsMalformed; offset += BlockBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Scan(offset, block.AsSpan(0, bytes.ReadFully(offset, block.AsSpan(0, (int)Math.Min(BlockBytes, length - offset)))));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        if (_scan.IsMalformed || _scan.EndsInQuotes)
            return null;
        if (length - _lastEnd > _maxBytesBetweenEnds)
            _cuts.CutOversized(_lastEnd, length);
        _cuts.CutRest(length);
        return new ChunkPlan(_cuts.Chunks, IsTolerant: false);
    }

    // It runs once over the whole source, and so is compiled hot at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(long offset, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < block.Length; i += ScanBytes)
        {
            var next = Math.Min(i + ScanBytes, block.Length);
            var ends = next - i == ScanBytes
                ? _scan.Scan64(ref MemoryMarshal.GetReference(block[i..]))
                : _scan.ScanScalar(block[i..]);
            if (_scan.StartsRecord)
                EndRecord(offset + i, offset + i, block[i..next], (byte)'\r');
            if (ends == 0)
                continue;
            var first = i + BitOperations.TrailingZeroCount(ends) + 1;
            var last = i + ScanBytes - BitOperations.LeadingZeroCount(ends);
            EndRecord(offset + first, offset + last, block[last..next], block[last - 1]);
        }
    }

    /// <summary>Takes note of a first and a last record end, the latter followed by what was scanned and lies <paramref name="after"/> it.</summary>
    private void EndRecord(long first, long last, ReadOnlySpan<byte> after, byte before)
    {
        if (first - _lastEnd > _maxBytesBetweenEnds)
            _cuts.CutOversized(_lastEnd, first);
        if (last - _cuts.Start >= chunkBytes)
            _cuts.Cut(last, layout.DataLineNumber + _scan.Lines - LineBreaks.Count(after, before));
        _lastEnd = last;
    }
}
