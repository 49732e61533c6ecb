using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>
/// Cuts a CSV source into chunks at true record starts. A source that keeps the quoting rules is cut by one fast pass; one that
/// breaks them is read record by record in one sequence.
/// </summary>
public static class CsvChunkPlanner
{
    private const int BlockBytes = 1 << 20;
    private const int ScanBytes = 64;

    /// <summary>Plans the chunks of a source in UTF-8.</summary>
    /// <param name="bytes">The source in UTF-8.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="chunkBytes">Where a chunk has at least this many bytes it ends with the record.</param>
    /// <param name="maxRecordBytes">A longer record becomes a chunk of its own.</param>
    /// <param name="cancellationToken">Looked at once a block.</param>
    public static ChunkPlan Plan(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes, CancellationToken cancellationToken = default) =>
        PlanStrict(bytes, layout, chunkBytes, maxRecordBytes, cancellationToken)
        ?? new TolerantChunkPlanner(bytes, layout, chunkBytes, maxRecordBytes).Plan(cancellationToken);

    /// <summary>The fast pass; null when the source breaks the quoting rules. It runs once, so that waiting for a hotter tier would be all of its time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ChunkPlan? PlanStrict(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes, CancellationToken cancellationToken)
    {
        var scan = new CsvBoundaryScan(layout.Dialect, layout.CrEndsRecords);
        var cuts = new ChunkCuts(bytes, layout);
        var lastEnd = layout.DataOffset;
        var length = bytes.LengthBytes;
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var offset = layout.DataOffset; offset < length && !scan.IsMalformed; offset += BlockBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = block.AsSpan(0, bytes.ReadFully(offset, block.AsSpan(0, (int)Math.Min(BlockBytes, length - offset))));
                for (var i = 0; i < read.Length; i += ScanBytes)
                {
                    var next = Math.Min(i + ScanBytes, read.Length);
                    var ends = next - i == ScanBytes
                        ? scan.Scan64(ref MemoryMarshal.GetReference(read[i..]))
                        : scan.ScanScalar(read[i..]);
                    if (ends == 0)
                        continue;
                    var firstEnd = offset + i + BitOperations.TrailingZeroCount(ends) + 1;
                    var end = offset + i + 64 - BitOperations.LeadingZeroCount(ends);
                    if (firstEnd - lastEnd > maxRecordBytes)
                        cuts.CutOversized(lastEnd, firstEnd);
                    if (end - cuts.Start >= chunkBytes)
                    {
                        var inBlock = (int)(end - offset);
                        var linesAfter = LineBreaks.Count(read[inBlock..next], read[inBlock - 1]);
                        cuts.Cut(end, layout.DataLineNumber + scan.Lines - linesAfter);
                    }
                    lastEnd = end;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        if (scan.IsMalformed || scan.EndsInQuotes)
            return null;
        if (length - lastEnd > maxRecordBytes)
            cuts.CutOversized(lastEnd, length);
        cuts.CutRest(length);
        return new ChunkPlan(cuts.Chunks, IsTolerant: false);
    }
}
