using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.IO.Hashing;

namespace Ingestion.Core.Documents.Package;

/// <summary>
/// One part of an archive, inflated while it is read. It ends with an <see cref="UnreadableSourceException"/> where the part is damaged,
/// grows beyond what the directory says, or takes longer than <see cref="Deadline"/>.
/// </summary>
internal sealed class PartStream : Stream
{
    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    private readonly ZipPart _part;
    private readonly DocumentLimits _limits;
    private readonly SliceStream _compressed;
    private readonly Stream _inflated;
    private readonly Crc32 _checksum = new();
    private long _read;

    private PartStream(ZipPart part, SliceStream compressed, DocumentLimits limits)
    {
        _part = part;
        _limits = limits;
        _compressed = compressed;
        _inflated = part.Method == Stored ? compressed : new DeflateStream(compressed, CompressionMode.Decompress);
    }

    /// <summary>Ends the reading with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The <see cref="Stopwatch"/> timestamp after which nothing more is given; 0 for none.</summary>
    public long Deadline { get; set; }

    /// <summary>Opens a part.</summary>
    /// <param name="archive">The archive; other parts may be read from it at the same time, but not by other threads.</param>
    /// <param name="part">Which.</param>
    /// <param name="limits">How much it may become.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UnreadableSourceException">It is damaged or compressed in a way nobody uses for Office documents.</exception>
    public static PartStream Open(Stream archive, ZipPart part, DocumentLimits limits, CancellationToken cancellationToken)
    {
        if (part.IsEncrypted)
            throw new UnreadableSourceException($"The part {part.Path} of the file is encrypted. Remove the password and upload the file again.");
        if (part.Method is not (Stored or Deflated))
            throw new UnreadableSourceException($"The part {part.Path} of the file is compressed by method {part.Method}, which Office documents never are. Save the document anew.");
        Span<byte> header = stackalloc byte[30];
        if (part.HeaderOffset < 0 || part.HeaderOffset > archive.Length - header.Length)
            throw Damaged(part, "it does not lie inside the file");
        archive.Position = part.HeaderOffset;
        archive.ReadExactly(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x04034B50)
            throw Damaged(part, "it does not stand where the directory says");
        var start = part.HeaderOffset + header.Length
            + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (start > archive.Length - part.CompressedBytes)
            throw Damaged(part, "it does not lie inside the file");
        return new PartStream(part, new SliceStream(archive, start, part.CompressedBytes), limits) { Cancellation = cancellationToken };
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        Cancellation.ThrowIfCancellationRequested();
        if (Deadline != 0 && Stopwatch.GetTimestamp() > Deadline)
        {
            throw new UnreadableSourceException(
                $"The file took longer than {_limits.MostTimeToOpen.TotalSeconds:0.#} s to look at before its first row. Remove styles and sheets that are not needed.");
        }
        int read;
        try
        {
            read = _inflated.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Damaged(_part, "its compressed bytes make no sense");
        }
        _read += read;
        if (_read > _part.InflatedBytes || (read == 0 && _read < _part.InflatedBytes))
            throw Damaged(_part, $"it should have {_part.InflatedBytes:N0} bytes, and has {(read == 0 ? "fewer" : "more")}");
        _checksum.Append(buffer[..read]);
        if (read == 0 && _checksum.GetCurrentHashAsUInt32() != _part.Crc32)
            throw Damaged(_part, "its bytes do not match its checksum");
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _part.InflatedBytes;

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inflated.Dispose();
        base.Dispose(disposing);
    }

    private static UnreadableSourceException Damaged(ZipPart part, string why) =>
        new($"The part {part.Path} of the file is damaged: {why}. Upload the file again, or open it in a spreadsheet program and save it anew.");
}
