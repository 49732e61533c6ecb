using System.Buffers;

namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>
/// The bytes fetched last, so that small reads in a row cost one request for many. Who reads on gets twice as much at a time, up to 4 MiB;
/// who jumps gets 256 KiB, which hold the whole end of a file when that is where he jumps.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ReadAhead(long lengthBytes) : IDisposable
{
    /// <summary>The most it fetches at once. Whoever wants as much should fetch it himself, straight to where it goes.</summary>
    public const int MaxBytes = 4 << 20;

    private const int MinBytes = 256 << 10;
    private byte[] _buffer = [];
    private long _start;
    private int _filled;
    private int _size = MinBytes;

    /// <summary>Copies what is here of the bytes from <paramref name="offset"/>; 0 when nothing is.</summary>
    public int Copy(long offset, Span<byte> destination)
    {
        if (offset < _start || offset >= _start + _filled)
            return 0;
        var here = _buffer.AsSpan((int)(offset - _start), (int)(_start + _filled - offset));
        here = here[..Math.Min(here.Length, destination.Length)];
        here.CopyTo(destination);
        return here.Length;
    }

    /// <summary>What to fetch for a read of <paramref name="count"/> bytes from <paramref name="offset"/>; <see cref="Filled"/> says that it is there.</summary>
    public (long Start, Memory<byte> Buffer) Begin(long offset, int count)
    {
        var isNext = _filled > 0 && offset == _start + _filled;
        _size = Math.Min(MaxBytes, Math.Max(isNext ? 2 * _size : MinBytes, count));
        if (_buffer.Length < _size)
        {
            Dispose();
            _buffer = ArrayPool<byte>.Shared.Rent(_size);
        }
        _start = isNext ? offset : Math.Max(0, Math.Min(offset, lengthBytes - _size));
        _filled = 0;
        return (_start, _buffer.AsMemory(0, (int)Math.Min(_size, lengthBytes - _start)));
    }

    /// <summary>The bytes of <see cref="Begin"/> have come.</summary>
    public void Filled(int count) => _filled = count;

    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, _filled) = ([], 0);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
