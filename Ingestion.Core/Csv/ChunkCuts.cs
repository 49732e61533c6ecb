using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;

namespace Ingestion.Core.Csv;

/// <summary>The chunks cut so far.</summary>
internal sealed class ChunkCuts(ArtifactReader bytes, CsvLayout layout)
{
    private readonly List<Chunk> _chunks = [];

    public IReadOnlyList<Chunk> Chunks => _chunks;

    /// <summary>Where the next chunk starts.</summary>
    public long Start { get; private set; } = layout.DataOffset;

    /// <summary>The 1-based line it starts on.</summary>
    public long Line { get; private set; } = layout.DataLineNumber;

    /// <summary>Ends the chunk at <paramref name="end"/>, which lies on <paramref name="line"/>.</summary>
    public void Cut(long end, long line) => Add(end, line, isOversized: false);

    /// <summary>Ends the chunk at <paramref name="start"/> and makes one of the record that ends at <paramref name="end"/>.</summary>
    public void CutOversized(long start, long end)
    {
        Add(start, Line + CountLines(Start, start), isOversized: false);
        Add(end, Line + CountLines(start, end), isOversized: true);
    }

    /// <summary>Ends the last chunk.</summary>
    public void CutRest(long end) => Add(end, Line, isOversized: false);

    private void Add(long end, long line, bool isOversized)
    {
        if (end > Start)
            _chunks.Add(new Chunk(_chunks.Count, Start, end - Start, Line, isOversized));
        Start = end;
        Line = line;
    }

    private long CountLines(long from, long to)
    {
        var lines = 0L;
        byte previous = 0;
        var buffer = new byte[64 * 1024];
        while (from < to)
        {
            var read = buffer.AsSpan(0, bytes.ReadFully(from, buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from))));
            if (read.IsEmpty)
                break;
            lines += LineBreaks.Count(read, previous);
            previous = read[^1];
            from += read.Length;
        }
        return lines;
    }
}
