namespace Ingestion.Api.Uploads;

/// <summary>
/// One field's bytes. Turns what the form reader throws into a bad request, so that an error of reading the network cannot
/// be taken for one of writing the disk.
/// </summary>
internal sealed class FormBody(Stream body, long maxBytes = long.MaxValue, string name = "") : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            _read += read;
            return _read <= maxBytes
                ? read
                : throw new BadHttpRequestException($"The field '{name}' is longer than {maxBytes:N0} bytes.", StatusCodes.Status413PayloadTooLarge);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The upload was cut off before its end; nothing of it was kept.", StatusCodes.Status400BadRequest, error);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
