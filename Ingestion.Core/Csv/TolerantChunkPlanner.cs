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
            var end = FindCut(window.AsMemory(0, read), isLast: start + read == length, out var isOversized);
            if (isOversized)
                _cuts.CutOversized(start + end, NextLine(start + end));
            else
                _cuts.Cut(start + end + (IsInsidePair(window.AsSpan(0, end), start + end) ? 1 : 0), _cuts.Line + LineBreaks.Count(window.AsSpan(0, end)));
        }
        return new ChunkPlan(_cuts.Chunks, IsTolerant: true);
    }

    /// <summary>
    /// Where the chunk at the window's start ends: at the first record start that is far enough. A record that fills the rest of the
    /// window is too long, and ends with its line; then it is where that record starts.
    /// </summary>
    private int FindCut(ReadOnlyMemory<byte> window, bool isLast, out bool isOversized)
    {
        isOversized = false;
        using var records = new CsvRecordReader(window, layout.Dialect, layout.SkipEmptyLines, maxRecordBytes);
        while (records.Read())
        {
            if (records.Offset >= chunkBytes)
                return records.Offset;
            // The last byte may be the first of a CR LF.
            isOversized = !isLast && records.Offset + records.RawRecord.Length >= window.Length - 1;
            if (isOversized)
                return records.Offset;
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
            if (found >= 0)
                return offset + found + (IsInsidePair(read[..(found + 1)], offset + found + 1) ? 2 : 1);
        }
        return bytes.LengthBytes;
    }

    /// <summary>Whether the bytes <paramref name="before"/> an offset and those after it share a CR LF.</summary>
    private bool IsInsidePair(ReadOnlySpan<byte> before, long offset)
    {
        Span<byte> after = stackalloc byte[1];
        return before is [.., (byte)'\r'] && bytes.ReadFully(offset, after) == 1 && after[0] == '\n';
    }
}
