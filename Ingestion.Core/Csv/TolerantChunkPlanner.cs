using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>
/// Cuts a source that breaks the quoting rules, by reading its records one after the other. What a record is does not depend on where
/// chunks are cut: one that is broken ends with its first line, and none is looked at further than the longest record allowed.
/// </summary>
internal sealed class TolerantChunkPlanner(ArtifactReader bytes, CsvLayout layout, long chunkBytes, int maxRecordBytes)
{
    private readonly ChunkCuts _cuts = new(bytes, layout);

    public ChunkPlan Plan(CancellationToken cancellationToken)
    {
        var length = bytes.LengthBytes;
        var window = new byte[Math.Min(length - layout.DataOffset, chunkBytes + maxRecordBytes + 1)];
        while (_cuts.Start < length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = _cuts.Start;
            var read = bytes.ReadFully(start, window.AsSpan(0, (int)Math.Min(window.Length, length - start)));
            var end = FindCut(window.AsMemory(0, read), isLast: start + read == length, out var oversizedAt);
            if (oversizedAt >= 0)
            {
                _cuts.CutOversized(start + oversizedAt, NextLine(start + end));
                continue;
            }
            _cuts.Cut(start + end, _cuts.Line + LineBreaks.Count(window.AsSpan(0, end)));
        }
        return new ChunkPlan(_cuts.Chunks, IsTolerant: true);
    }

    /// <summary>
    /// Where the chunk at the window's start ends: at the first record start that is far enough. An unquoted record that fills the rest of
    /// the window is <paramref name="oversizedAt"/>, with the window's end as the answer.
    /// </summary>
    private int FindCut(ReadOnlyMemory<byte> window, bool isLast, out int oversizedAt)
    {
        oversizedAt = -1;
        using var records = new CsvRecordReader(window, layout.Dialect, tolerant: true, layout.SkipEmptyLines, maxRecordBytes);
        while (records.Read())
        {
            if (records.Offset >= chunkBytes)
                return records.Offset;
            if (!isLast && records.Offset + records.RawRecord.Length == window.Length)
            {
                oversizedAt = records.Offset;
                return window.Length;
            }
        }
        return window.Length;
    }

    private long NextLine(long offset)
    {
        var buffer = new byte[64 * 1024];
        for (; offset < bytes.LengthBytes; offset += buffer.Length)
        {
            var read = buffer.AsSpan(0, bytes.ReadFully(offset, buffer));
            var found = read.IndexOfAny((byte)'\n', (byte)'\r');
            if (found < 0)
                continue;
            Span<byte> after = stackalloc byte[1];
            var isPair = read[found] == '\r' && bytes.ReadFully(offset + found + 1, after) == 1 && after[0] == '\n';
            return offset + found + (isPair ? 2 : 1);
        }
        return bytes.LengthBytes;
    }
}
