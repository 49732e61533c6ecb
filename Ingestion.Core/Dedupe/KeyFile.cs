using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// A chunk's keys as an object of the artifact store, from which a resumed job rebuilds its <see cref="KeyIndex"/>. Little-endian:
/// 8 bytes <c>INGKEYS1</c>, the number of keys (8), 16 bytes a key in the order of the rows, the XxHash3 of all that (8).
/// </summary>
public static class KeyFile
{
    private const int HeaderBytes = 16;
    private const int ChecksumBytes = 8;
    private const int KeyBytes = 16;

    // A chunk's keys are one piece, and one write; only a huge chunk's are several.
    private const int PieceKeys = 512 * 1024;

    private static ReadOnlySpan<byte> Magic => "INGKEYS1"u8;

    /// <summary>Writes the keys to a stream of an <see cref="ArtifactWriter"/>, whose owner commits it.</summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<UInt128> keys, CancellationToken cancellationToken = default)
    {
        var bytes = new byte[HeaderBytes + (Math.Min(PieceKeys, keys.Length) * KeyBytes) + ChecksumBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Magic.Length), keys.Length);
        var hash = new XxHash3();
        var length = HeaderBytes;
        while (true)
        {
            var piece = keys[..Math.Min(PieceKeys, keys.Length)];
            keys = keys[piece.Length..];
            CopyLittleEndian(piece.Span, MemoryMarshal.Cast<byte, UInt128>(bytes.AsSpan(length, piece.Length * KeyBytes)));
            length += piece.Length * KeyBytes;
            hash.Append(bytes.AsSpan(0, length));
            if (keys.IsEmpty)
                break;
            await stream.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
            length = 0;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(length), hash.GetCurrentHashAsUInt64());
        await stream.WriteAsync(bytes.AsMemory(0, length + ChecksumBytes), cancellationToken);
    }

    /// <summary>Reads all keys of a file.</summary>
    /// <param name="reader">The open object.</param>
    /// <param name="objectKey">The object's key in the store, for the message.</param>
    /// <exception cref="InvalidDataException">It is no key file, is cut or was changed; the message says what to do.</exception>
    public static UInt128[] Read(ArtifactReader reader, string objectKey)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (reader.ReadFully(0, header) < HeaderBytes || !header.StartsWith(Magic))
            throw Damaged(objectKey, "it does not begin as a key file");
        var count = BinaryPrimitives.ReadInt64LittleEndian(header[Magic.Length..]);
        if (count < 0 || count > Array.MaxLength || reader.LengthBytes != HeaderBytes + (count * KeyBytes) + ChecksumBytes)
            throw Damaged(objectKey, $"its {reader.LengthBytes} bytes are not what {count} keys take");

        var keys = new UInt128[count];
        var hash = new XxHash3();
        hash.Append(header);
        var offset = (long)HeaderBytes;
        for (var from = 0; from < keys.Length; from += PieceKeys)
        {
            var piece = MemoryMarshal.AsBytes(keys.AsSpan(from, Math.Min(PieceKeys, keys.Length - from)));
            offset += reader.ReadFully(offset, piece);
            hash.Append(piece);
        }
        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        if (reader.ReadFully(offset, checksum) < ChecksumBytes
            || hash.GetCurrentHashAsUInt64() != BinaryPrimitives.ReadUInt64LittleEndian(checksum))
            throw Damaged(objectKey, "its checksum does not match");
        CopyLittleEndian(keys, keys);
        return keys;
    }

    private static void CopyLittleEndian(ReadOnlySpan<UInt128> from, Span<UInt128> to)
    {
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(from, to);
        else if (from != to)
            from.CopyTo(to);
    }

    private static InvalidDataException Damaged(string objectKey, string evidence) => new(
        $"The key file '{objectKey}' is damaged: {evidence}. Start the job anew: it then reads the source again and writes its key files afresh.");
}
