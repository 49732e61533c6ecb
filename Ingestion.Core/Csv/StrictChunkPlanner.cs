using System.Buffers;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>Cuts a source that keeps the quoting rules, in one fast pass over its bytes.</summary>
internal sealed class StrictChunkPlanner(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>The chunks; null when the source breaks the quoting rules.</summary>
    public ChunkPlan? Plan(CancellationToken cancellationToken)
    {
        var length = bytes.LengthBytes;
        var cuts = new StrictCuts(bytes, layout, chunkBytes, maxRecordBytes);
        var scan = new CsvBoundaryScan(layout.Dialect);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var offset = layout.DataOffset; offset < length && !scan.IsMalformed; offset += BlockBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                cuts.Scan(ref scan, offset, block.AsSpan(0, bytes.ReadFully(offset, block.AsSpan(0, (int)Math.Min(BlockBytes, length - offset)))));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        return scan.IsMalformed || scan.EndsInQuotes ? null : cuts.Finish(length);
    }
}
