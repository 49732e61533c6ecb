using System.Buffers;
using System.Runtime.ExceptionServices;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>
/// The chunks of a <see cref="StrictChunkPlanner"/>, found on all cores: segments are scanned at the same time, and then looked at in their
/// order. Only those in which a chunk ends, and those before which quotes were guessed wrong, are scanned once more.
/// </summary>
/// <param name="bytes">The source in UTF-8.</param>
/// <param name="layout">Its layout.</param>
/// <param name="chunkBytes">See <see cref="CsvChunkPlanner.Plan"/>.</param>
/// <param name="maxRecordBytes">See <see cref="CsvChunkPlanner.Plan"/>; not less than <paramref name="segmentBytes"/>.</param>
/// <param name="segmentBytes">What is scanned at once: a multiple of 64, so that the scan's blocks lie as in one pass.</param>
internal sealed class ParallelChunkPlanner(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes, int segmentBytes = ParallelChunkPlanner.SegmentBytes)
{
    /// <summary>A segment that stays in a core's own cache.</summary>
    public const int SegmentBytes = 256 * 1024;

    private const int SegmentsPerGroup = 256;

    // What a source begins behind: a field may begin there.
    private const byte Begin = (byte)'\n';
    private readonly StrictCuts _cuts = new(bytes, layout, chunkBytes, maxRecordBytes);
    private readonly SegmentScan[] _scans = new SegmentScan[SegmentsPerGroup];
    private readonly int _segmentsPerRead = Math.Clamp(bytes.ParallelReadBytes / segmentBytes, 1, SegmentsPerGroup);
    private bool _inQuotes;
    private long _lines;

    /// <summary>The chunks; null when the source breaks the quoting rules.</summary>
    /// <exception cref="IOException">The source is out of reach.</exception>
    public ChunkPlan? Plan(CancellationToken cancellationToken)
    {
        var length = bytes.LengthBytes;
        for (var offset = layout.DataOffset; offset < length; offset += (long)SegmentsPerGroup * segmentBytes)
        {
            ScanGroup(offset, length, cancellationToken);
            if (!TryTake(offset, length))
                return null;
        }
        return _inQuotes ? null : _cuts.Finish(length);
    }

    private void ScanGroup(long offset, long length, CancellationToken cancellationToken)
    {
        var readBytes = (long)_segmentsPerRead * segmentBytes;
        var reads = (int)Math.Min(SegmentsPerGroup / _segmentsPerRead, (length - offset + readBytes - 1) / readBytes);
        try
        {
            Parallel.For(
                0,
                reads,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
                () => ArrayPool<byte>.Shared.Rent((int)readBytes + 1),
                (read, _, buffer) =>
                {
                    ScanSegments(Read(offset + (read * readBytes), (int)readBytes, buffer), _scans.AsSpan(read * _segmentsPerRead, _segmentsPerRead));
                    return buffer;
                },
                buffer => ArrayPool<byte>.Shared.Return(buffer));
        }
        catch (AggregateException exception)
        {
            // Whoever plans knows what to do about a store that is out of reach, and nothing of threads.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private void ScanSegments(ReadOnlySpan<byte> read, Span<SegmentScan> scans)
    {
        for (var i = 0; i < scans.Length; i++)
        {
            var start = Math.Min(1 + (i * segmentBytes), read.Length);
            scans[i] = SegmentScan.Guess(layout.Dialect, read[start..Math.Min(start + segmentBytes, read.Length)], read[start - 1]);
        }
    }

    /// <summary>Takes note of a group's segments in their order; false when they break the quoting rules.</summary>
    private bool TryTake(long groupOffset, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(segmentBytes + 1);
        try
        {
            for (var i = 0; i < SegmentsPerGroup && groupOffset + ((long)i * segmentBytes) is var offset && offset < length; i++)
            {
                var scan = _scans[i];
                if (scan.BeginsInQuotes != _inQuotes)
                {
                    var segment = Read(offset, segmentBytes, buffer);
                    scan = SegmentScan.Of(layout.Dialect, segment[1..], segment[0], _inQuotes);
                }
                if (scan.IsMalformed)
                    return false;
                if (!_cuts.TryPass(offset, scan))
                {
                    var segment = Read(offset, segmentBytes, buffer);
                    var again = new CsvBoundaryScan(layout.Dialect, _inQuotes, segment[0], _lines);
                    _cuts.Scan(ref again, offset, segment[1..]);
                }
                _lines += scan.Lines;
                _inQuotes = scan.EndsInQuotes;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The byte before <paramref name="offset"/> and up to so many from it on.</summary>
    private Span<byte> Read(long offset, int count, byte[] buffer)
    {
        var before = offset == layout.DataOffset ? 0 : 1;
        buffer[0] = Begin;
        var read = bytes.ReadFully(offset - before, buffer.AsSpan(1 - before, count + before));
        return buffer.AsSpan(0, Math.Max(1, 1 - before + read));
    }
}
