using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Ingestion.Core.Documents.Package;

/// <summary>
/// The central directory of a ZIP archive (PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16). Read here, and not by the framework, so that a
/// hostile directory is refused before it becomes objects, and a damaged one with words that say what is wrong.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054B50;
    private const uint Zip64LocatorSignature = 0x07064B50;
    private const uint Zip64EndSignature = 0x06064B50;
    private const uint EntrySignature = 0x02014B50;
    private const int EndBytes = 22;
    private const int MostCommentBytes = ushort.MaxValue;
    private const int EntryBytes = 46;
    private const int LocatorBytes = 20;
    private const int Zip64EndBytes = 56;
    private const long FreeBytes = 16 << 20;

    // OPC (ECMA-376 part 2, 6.2.2.3): part names are equal when they differ only in the case of ASCII letters.
    private readonly Dictionary<string, ZipPart> _parts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parts' names.</summary>
    public IReadOnlyCollection<string> Paths => _parts.Keys;

    /// <summary>Reads the directory of an archive.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, cut off, or holds more than the limits allow.</exception>
    public static ZipDirectory Read(Stream stream, DocumentLimits limits)
    {
        var (start, bytes, shift) = Locate(stream);
        var directory = new ZipDirectory();
        // An entry of 1 KiB on average is far more than any writer makes.
        if (bytes < 0 || start < 0 || start > stream.Length - bytes)
            throw Damaged("its directory does not lie inside it");
        if (bytes > limits.MostEntries * 1024L)
            throw TooMany(limits);
        stream.Position = start;
        var buffer = new byte[bytes];
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw Damaged("it ends inside its directory");
        directory.AddEntries(buffer, shift, stream.Length, limits);
        return directory;
    }

    /// <summary>Finds a part by its name, whatever the case of its letters.</summary>
    public bool TryFind(string path, [NotNullWhen(true)] out ZipPart? part) => _parts.TryGetValue(path, out part);

    private void AddEntries(ReadOnlySpan<byte> entries, long shift, long archiveBytes, DocumentLimits limits)
    {
        long inflatedBytes = 0;
        var count = 0;
        while (entries.Length >= EntryBytes && BinaryPrimitives.ReadUInt32LittleEndian(entries) == EntrySignature)
        {
            if (++count > limits.MostEntries)
                throw TooMany(limits);
            int nameBytes = U16(entries, 28), extraBytes = U16(entries, 30), commentBytes = U16(entries, 32);
            var entryBytes = EntryBytes + nameBytes + extraBytes + commentBytes;
            if (entryBytes > entries.Length)
                throw Damaged("its directory is cut off");
            var part = Part(entries, entries.Slice(EntryBytes, nameBytes), entries.Slice(EntryBytes + nameBytes, extraBytes), shift);
            inflatedBytes += part.InflatedBytes;
            if (part.InflatedBytes < 0 || part.CompressedBytes < 0 || inflatedBytes < 0)
                throw Damaged("its directory holds impossible sizes");
            if (inflatedBytes > limits.MostInflatedBytes)
            {
                throw new UnreadableSourceException(
                    $"The file's parts would be larger than {limits.MostInflatedBytes:N0} bytes together when unpacked, which is the limit. Split the document.");
            }
            // A part never becomes larger than it says here. Measured on the whole archive, parts that share bytes gain nothing.
            if (inflatedBytes - FreeBytes > archiveBytes * (double)limits.MostInflateRatio)
            {
                throw new UnreadableSourceException(
                    $"The file becomes more than {limits.MostInflateRatio} times larger when unpacked: it may be made to exhaust memory. Save the document anew if it is not.");
            }
            _parts.TryAdd(part.Path, part);
            entries = entries[entryBytes..];
        }
        if (count == 0)
            throw Damaged("its directory is empty");
    }

    private static ZipPart Part(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long shift)
    {
        long compressed = U32(entry, 20), inflated = U32(entry, 24), offset = U32(entry, 42);
        // Sizes that 32 bits cannot hold stand in the ZIP64 extra field, in this order and only those that are needed.
        if (Zip64Fields(extra) is { IsEmpty: false } fields)
        {
            Take(ref inflated, ref fields);
            Take(ref compressed, ref fields);
            Take(ref offset, ref fields);
        }
        var path = Encoding.UTF8.GetString(name).Replace('\\', '/').TrimStart('/');
        return new ZipPart(path, U16(entry, 10), (U16(entry, 8) & 1) != 0, U32(entry, 16), compressed, inflated, offset + shift);

        static void Take(ref long value, ref ReadOnlySpan<byte> fields)
        {
            if (value != uint.MaxValue || fields.Length < 8)
                return;
            value = BinaryPrimitives.ReadInt64LittleEndian(fields);
            fields = fields[8..];
        }
    }

    private static ReadOnlySpan<byte> Zip64Fields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var bytes = Math.Min(U16(extra, 2), extra.Length - 4);
            if (U16(extra, 0) == 1)
                return extra.Slice(4, bytes);
            extra = extra[(4 + bytes)..];
        }
        return default;
    }

    /// <summary>Finds the directory. What stands before the archive, such as a program that unpacks it, shifts all offsets.</summary>
    private static (long Start, long Bytes, long Shift) Locate(Stream stream)
    {
        var tail = new byte[(int)Math.Min(stream.Length, EndBytes + MostCommentBytes)];
        var tailStart = stream.Length - tail.Length;
        stream.Position = tailStart;
        stream.ReadExactly(tail);
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (U32(end, 0) != EndSignature || U16(end, 20) > end.Length - EndBytes)
                continue;
            long bytes = U32(end, 12), start = U32(end, 16);
            if (bytes == uint.MaxValue || start == uint.MaxValue || U16(end, 10) == ushort.MaxValue)
            {
                if (at >= LocatorBytes && U32(tail.AsSpan(at - LocatorBytes), 0) == Zip64LocatorSignature)
                    return Zip64(stream, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at - LocatorBytes + 8)));
            }
            var shift = tailStart + at - bytes - start;
            return shift < 0 ? throw Damaged("its directory does not lie inside it") : (start + shift, bytes, shift);
        }
        throw Damaged("its end is missing, so the file was probably cut off on its way");
    }

    private static (long Start, long Bytes, long Shift) Zip64(Stream stream, long offset)
    {
        Span<byte> end = stackalloc byte[Zip64EndBytes];
        if (offset < 0 || offset > stream.Length - end.Length)
            throw Damaged("its directory does not lie inside it");
        stream.Position = offset;
        stream.ReadExactly(end);
        return U32(end, 0) == Zip64EndSignature
            ? (BinaryPrimitives.ReadInt64LittleEndian(end[48..]), BinaryPrimitives.ReadInt64LittleEndian(end[40..]), 0)
            : throw Damaged("its directory does not lie inside it");
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static UnreadableSourceException TooMany(DocumentLimits limits) =>
        new($"The file's archive holds more than {limits.MostEntries:N0} files, which is the limit. Save the document again with the program that made it.");

    private static UnreadableSourceException Damaged(string why) =>
        new($"The file is a damaged ZIP archive: {why}. Upload it again, or open it in a spreadsheet program and save it anew.");
}
