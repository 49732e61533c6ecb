using System.Buffers;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>
/// Cuts a source that keeps the quoting rules, in one fast pass over its bytes. Of a large one all threads make a survey first, and the pass
/// goes over those blocks only in which something is to be cut: the chunks are the same.
/// </summary>
internal sealed class StrictChunkPlanner(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes)
{
    private const int DefaultBlockBytes = 256 << 10;
    private const int DefaultStretchBlocks = 32;
    private const int MostThreads = 4;

    // A pass by one thread reads more at a time: an object store takes fewer requests for it.
    private const int BlocksAtATime = 4;

    private Cutter _cutter = new(new ChunkCuts(bytes, layout), layout, chunkBytes, maxRecordBytes);
    private CsvBoundaryScan _scan = new(layout.Dialect);

    /// <summary>How many bytes a survey tells apart, a multiple of 64.</summary>
    public int BlockBytes { get; init; } = DefaultBlockBytes;

    /// <summary>How many blocks a thread surveys at a time; a source of fewer than twice as many is not surveyed.</summary>
    public int StretchBlocks { get; init; } = DefaultStretchBlocks;

    /// <summary>How many threads make the survey.</summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, MostThreads);

    /// <summary>The chunks; null when the source breaks the quoting rules.</summary>
    public ChunkPlan? Plan(CancellationToken cancellationToken)
    {
        var length = bytes.LengthBytes;
        var isSurveyed = Threads > 1 && !bytes.ReadsAreRequests && length - layout.DataOffset >= 2L * BlockBytes * StretchBlocks;
        if (!(isSurveyed ? CutBySurvey(length, cancellationToken) : Cut(length, cancellationToken)))
            return null;
        return new ChunkPlan(_cutter.CutRest(length), IsTolerant: false);
    }

    private bool Cut(long length, CancellationToken cancellationToken)
    {
        var readBytes = BlocksAtATime * BlockBytes;
        for (var offset = layout.DataOffset; offset < length && !_scan.IsMalformed; offset += readBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Cut(offset, (int)Math.Min(readBytes, length - offset));
        }
        return !_scan.IsMalformed && !_scan.EndsInQuotes;
    }

    private bool CutBySurvey(long length, CancellationToken cancellationToken)
    {
        var blocks = new BoundarySurvey(bytes, layout, BlockBytes, StretchBlocks).Survey(Threads, cancellationToken);
        if (blocks is null)
            return false;
        foreach (var block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (block.LastEnd < 0)
                continue;
            if (!_cutter.MayCut(block, BlockBytes))
            {
                _cutter.Pass(block);
                continue;
            }
            _scan = block.Begin;
            Cut(block.Offset, (int)Math.Min(BlockBytes, length - block.Offset));
        }
        return true;
    }

    private void Cut(long offset, int count)
    {
        var block = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            RecordEnds.Find(ref _scan, offset, block.AsSpan(0, bytes.ReadFully(offset, block.AsSpan(0, count))), ref _cutter);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Cuts where a chunk is long enough, and around records that are too long.</summary>
    private struct Cutter(ChunkCuts cuts, CsvLayout layout, long chunkBytes, int maxRecordBytes) : IRecordEnds
    {
        // The longest record and its line break. One that is hardly longer stays in its chunk: reading it tells.
        private readonly long _maxBytesBetweenEnds = maxRecordBytes + 2L;
        private long _lastEnd = layout.DataOffset;

        public void End(long first, long last, long lines, ReadOnlySpan<byte> after, byte before)
        {
            if (first - _lastEnd > _maxBytesBetweenEnds)
                cuts.CutOversized(_lastEnd, first);
            if (last - cuts.Start >= chunkBytes)
                cuts.Cut(last, layout.DataLineNumber + lines - LineBreaks.Count(after, before));
            _lastEnd = last;
        }

        /// <summary>Whether some end in a block makes a cut.</summary>
        public readonly bool MayCut(SurveyedBlock block, int blockBytes) =>
            block.LastEnd - cuts.Start >= chunkBytes || block.FirstEnd - _lastEnd > _maxBytesBetweenEnds || _maxBytesBetweenEnds < blockBytes;

        /// <summary>Passes a block in which nothing is cut.</summary>
        public void Pass(SurveyedBlock block) => _lastEnd = block.LastEnd;

        public readonly IReadOnlyList<Chunk> CutRest(long length)
        {
            if (length - _lastEnd > _maxBytesBetweenEnds)
                cuts.CutOversized(_lastEnd, length);
            cuts.CutRest(length);
            return cuts.Chunks;
        }
    }
}
