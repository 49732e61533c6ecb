using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Results.Parquet;

/// <summary>
/// All parts of a result as one Parquet file, without decoding a page: each part's data section as it stands, then one
/// footer with every offset shifted. What a page index says is kept too. Memory is bounded by the footers.
/// </summary>
/// <remarks>
/// Layout: <c>PAR1</c>, then for each part its data section and its rewritten offset indexes, then the footer, its length
/// and <c>PAR1</c>. A part's own offset indexes stay where they were in its data, and nothing points to them any more.
/// </remarks>
public sealed class ParquetJoin
{
    private const int MagicBytes = 4;
    private const int TailBytes = 8;
    private const int BufferBytes = 256 * 1024;
    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    private readonly IArtifactStore _store;
    private readonly JobKeys _keys;
    private readonly List<(ResultPart Part, long DataEnd, ReadOnlyMemory<byte> OffsetIndexes)> _parts = [];
    private byte[] _footer = [];

    private ParquetJoin(IArtifactStore store, JobKeys keys)
    {
        _store = store;
        _keys = keys;
    }

    /// <summary>The joined file's size.</summary>
    public long LengthBytes { get; private set; } = MagicBytes;

    /// <summary>Reads the parts' footers and makes the joined one, so that the size is known before the first byte is sent.</summary>
    /// <param name="store">Where the parts are.</param>
    /// <param name="keys">The job that wrote them.</param>
    /// <param name="parts">At least one, in order.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A part is missing, damaged, or of another schema than the first; the message names it.</exception>
    public static async ValueTask<ParquetJoin> PrepareAsync(
        IArtifactStore store, JobKeys keys, IReadOnlyList<ResultPart> parts, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        var join = new ParquetJoin(store, keys);
        var footer = new ParquetFooter();
        foreach (var part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var reader = await PartFile.OpenAsync(store, keys, part, cancellationToken);
            join.Add(part, reader, footer);
        }
        join._footer = footer.ToArray();
        join.LengthBytes += join._footer.Length + TailBytes;
        return join;
    }

    /// <summary>Writes the joined file: exactly <see cref="LengthBytes"/> bytes.</summary>
    /// <exception cref="InvalidDataException">A part's bytes are not those that its checksum was taken of; the message names it.</exception>
    public async ValueTask WriteAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        await destination.WriteAsync(Magic, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (var (part, dataEnd, offsetIndexes) in _parts)
            {
                await CopyAsync(part, dataEnd, destination, buffer, cancellationToken);
                await destination.WriteAsync(offsetIndexes, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        await destination.WriteAsync(_footer, cancellationToken);
        var tail = new byte[TailBytes];
        BinaryPrimitives.WriteInt32LittleEndian(tail, _footer.Length);
        Magic.CopyTo(tail, TailBytes - MagicBytes);
        await destination.WriteAsync(tail, cancellationToken);
    }

    private void Add(ResultPart part, ArtifactReader reader, ParquetFooter footer)
    {
        try
        {
            var (bytes, dataEnd) = ReadFooter(reader);
            var offsets = new ParquetOffsets(reader, dataEnd, LengthBytes);
            var rows = footer.Add(bytes, offsets);
            if (rows != part.Rows)
                throw new InvalidDataException($"it has {rows} rows, and the manifest says {part.Rows}");
            _parts.Add((part, dataEnd, offsets.OffsetIndexes));
            LengthBytes += dataEnd - MagicBytes + offsets.OffsetIndexes.Length;
        }
        catch (InvalidDataException exception)
        {
            throw PartFile.Damaged(part, exception.Message, exception);
        }
    }

    private static (byte[] Footer, long DataEnd) ReadFooter(ArtifactReader reader)
    {
        var length = reader.LengthBytes;
        Span<byte> head = stackalloc byte[MagicBytes];
        Span<byte> tail = stackalloc byte[TailBytes];
        if (length < MagicBytes + TailBytes
            || reader.ReadFully(0, head) != head.Length
            || reader.ReadFully(length - TailBytes, tail) != tail.Length
            || !head.SequenceEqual(Magic)
            || !tail[MagicBytes..].SequenceEqual(Magic))
        {
            throw new InvalidDataException("it does not begin and end as a Parquet file does");
        }
        var footerBytes = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (footerBytes < 0 || footerBytes > length - TailBytes - MagicBytes)
            throw new InvalidDataException("the length of its metadata exceeds the file");
        var dataEnd = length - TailBytes - footerBytes;
        var footer = new byte[footerBytes];
        if (reader.ReadFully(dataEnd, footer) != footerBytes)
            throw new InvalidDataException("it ends too early");
        return (footer, dataEnd);
    }

    /// <summary>Copies the data section, hashing the whole part on the way.</summary>
    private async ValueTask CopyAsync(
        ResultPart part, long dataEnd, Stream destination, byte[] buffer, CancellationToken cancellationToken)
    {
        using var reader = await PartFile.OpenAsync(_store, _keys, part, cancellationToken);
        var hash = new XxHash128();
        for (var offset = 0L; offset < part.Bytes;)
        {
            var read = reader.Read(offset, buffer);
            if (read == 0)
                throw PartFile.Damaged(part, "it ends too early");
            hash.Append(buffer.AsSpan(0, read));
            var from = (int)Math.Clamp(MagicBytes - offset, 0, read);
            var to = (int)Math.Clamp(dataEnd - offset, from, read);
            if (to > from)
                await destination.WriteAsync(buffer.AsMemory(from, to - from), cancellationToken);
            offset += read;
        }
        PartFile.CheckHash(part, hash);
    }
}
