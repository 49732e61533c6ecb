namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>A blob as a seekable stream, with a <see cref="ReadAhead"/> of its own.</summary>
internal sealed class BlobReadStream(PinnedBlob blob) : Stream
{
    private readonly ReadAhead _ahead = new(blob.LengthBytes);
    private long _position;
    private bool _isDisposed;

    public override bool CanRead => !_isDisposed;

    public override bool CanSeek => !_isDisposed;

    public override bool CanWrite => false;

    public override long Length => blob.LengthBytes;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.IsEmpty || _position >= Length)
            return 0;
        var read = _ahead.Copy(_position, buffer);
        if (read == 0)
        {
            var (start, window) = _ahead.Begin(_position, buffer.Length);
            _ahead.Filled(blob.Read(start, window.Span));
            read = _ahead.Copy(_position, buffer);
        }
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.IsEmpty || _position >= Length)
            return 0;
        var read = _ahead.Copy(_position, buffer.Span);
        if (read == 0)
        {
            var (start, window) = _ahead.Begin(_position, buffer.Length);
            _ahead.Filled(await blob.ReadAsync(start, window, cancellationToken).ConfigureAwait(false));
            read = _ahead.Copy(_position, buffer.Span);
        }
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isDisposed = true;
            _ahead.Dispose();
        }
        base.Dispose(disposing);
    }
}
