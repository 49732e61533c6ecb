namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>Reads of 4 MiB and more go straight to where they are wanted, one request for each 16 MiB; smaller ones share a <see cref="ReadAhead"/>.</summary>
internal sealed class BlobReader(PinnedBlob blob) : ArtifactReader
{
    private const int MaxRequestBytes = 16 << 20;
    private readonly Lock _gate = new();
    private readonly ReadAhead _ahead = new(blob.LengthBytes);
    private bool _isDisposed;

    public override long LengthBytes => blob.LengthBytes;

    public override bool ReadsAreRequests => true;

    public override int Read(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (buffer.Length >= ReadAhead.MaxBytes)
            return blob.Read(offset, buffer[..Math.Min(buffer.Length, MaxRequestBytes)]);
        if (buffer.IsEmpty || offset >= blob.LengthBytes)
            return 0;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_ahead.Copy(offset, buffer) is > 0 and var here)
                return here;
            var (start, window) = _ahead.Begin(offset, buffer.Length);
            _ahead.Filled(blob.Read(start, window.Span));
            return _ahead.Copy(offset, buffer);
        }
    }

    public override Stream AsStream() => new BlobReadStream(blob);

    public override void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _ahead.Dispose();
        }
    }
}
