namespace Ingestion.Cluster.Tests.Hosts;

/// <summary>A file that is uploaded and never ends: some megabytes at once, and then nothing until the connection breaks.</summary>
internal sealed class EndlessFile : Stream
{
    private const int Bytes = 8 << 20;
    private int _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read >= Bytes)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        buffer.Span.Fill((byte)'a');
        _read += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
