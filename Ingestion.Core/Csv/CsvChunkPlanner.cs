using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>
/// Cuts a CSV source into chunks at true record starts. A source that keeps the quoting rules is cut by one fast pass; one that
/// breaks them is read record by record in one sequence.
/// </summary>
public static class CsvChunkPlanner
{
    // Less is scanned before a second thread has begun.
    private const long LeastParallelBytes = 16 << 20;

    /// <summary>Plans the chunks of a source in UTF-8.</summary>
    /// <param name="bytes">The source in UTF-8.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="chunkBytes">Where a chunk has at least this many bytes it ends with the record.</param>
    /// <param name="maxRecordBytes">A longer record becomes a chunk of its own.</param>
    /// <param name="cancellationToken">Looked at once a block.</param>
    public static ChunkPlan Plan(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes, CancellationToken cancellationToken = default)
    {
        var isParallel = Environment.ProcessorCount > 1 && bytes.LengthBytes >= LeastParallelBytes && maxRecordBytes >= ParallelChunkPlanner.SegmentBytes;
        var plan = isParallel
            ? new ParallelChunkPlanner(bytes, layout, chunkBytes, maxRecordBytes).Plan(cancellationToken)
            : new StrictChunkPlanner(bytes, layout, chunkBytes, maxRecordBytes).Plan(cancellationToken);
        return plan ?? new TolerantChunkPlanner(bytes, layout, chunkBytes, maxRecordBytes).Plan(cancellationToken);
    }
}
