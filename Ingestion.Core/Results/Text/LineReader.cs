using System.Buffers;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Results.Text;

/// <summary>Reads an object line by line; memory is bounded by its longest line.</summary>
internal sealed class LineReader(ArtifactReader reader) : IDisposable
{
    private const int InitialBytes = 128 * 1024;
    private const int MaxBytes = 512 * 1024 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private long _offset;
    private int _start;
    private int _end;

    /// <summary>1-based number of the line last read.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Reads the next line without its line feed; false at the end. The line holds until the next call.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        for (var scanned = 0; ;)
        {
            var found = _buffer.AsSpan((_start + scanned).._end).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(scanned + found, 1);
                return true;
            }
            scanned = _end - _start;
            if (Fill())
                continue;
            line = Take(scanned, 0);
            return scanned > 0;
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private ReadOnlyMemory<byte> Take(int length, int lineEnd)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + lineEnd;
        LineNumber++;
        return line;
    }

    private bool Fill()
    {
        var kept = _buffer.AsSpan(_start.._end);
        if (kept.Length > _buffer.Length / 2)
        {
            if (_buffer.Length > MaxBytes)
                throw new InvalidDataException($"Line {LineNumber + 1} of a rejects part is longer than {MaxBytes} bytes.");
            var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
            kept.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            kept.CopyTo(_buffer);
        }
        (_start, _end) = (0, kept.Length);
        var read = reader.Read(_offset, _buffer.AsSpan(_end));
        _offset += read;
        _end += read;
        return read > 0;
    }
}
