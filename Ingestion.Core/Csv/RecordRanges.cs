using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Records;

namespace Ingestion.Core.Csv;

/// <summary>Byte ranges that start and end at record borders: how they are read, and where in a chunk the last ones start.</summary>
internal static class RecordRanges
{
    private const int BlockBytes = 256 * 1024;
    private const int ScanBytes = 64;

    /// <summary>A reader of the range that <paramref name="bytes"/> holds.</summary>
    public static IBatchReader Open(RecordBytes bytes, CsvLayout layout, bool isTolerant, int maxRecordBytes) => isTolerant
        ? new TolerantBatchReader(bytes, layout, maxRecordBytes)
        : new StrictBatchReader(bytes, layout.Dialect, layout.SkipEmptyLines);

    /// <summary>
    /// Where the last record of a chunk starts that starts at or before <paramref name="limit"/>, both in bytes from the chunk's beginning. The
    /// chunk keeps the quoting rules. Only from its beginning on is it known what is inside quotes, so all up to the limit is scanned.
    /// </summary>
    public static long LastStart(ArtifactReader source, Chunk chunk, CsvDialect dialect, long limit)
    {
        var scan = new CsvBoundaryScan(dialect);
        var start = 0L;
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var offset = 0L; offset < limit; offset += BlockBytes)
            {
                var read = block.AsSpan(0, source.ReadFully(chunk.Offset + offset, block.AsSpan(0, (int)Math.Min(BlockBytes, limit - offset))));
                for (var i = 0; i < read.Length; i += ScanBytes)
                {
                    var ends = read.Length - i >= ScanBytes ? scan.Scan64(ref MemoryMarshal.GetReference(read[i..])) : scan.ScanScalar(read[i..]);
                    if (ends != 0)
                        start = offset + i + ScanBytes - BitOperations.LeadingZeroCount(ends);
                    else if (scan.StartsRecord)
                        start = offset + i;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        return start;
    }
}
