using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// A chunk's keys as an object of the artifact store, from which a resumed job rebuilds its <see cref="KeyIndex"/>es. One section for
/// each partition of each rule, so that an index reads only its own. Little-endian, as every machine is that this runs on:
/// 8 bytes <c>INGKEYS2</c>, the number of sections (8), for each section its number of keys (8) and the XxHash3 of its bytes (8), the
/// XxHash3 of all that (8); then the sections, 16 bytes a key.
/// </summary>
public static class KeyFile
{
    private const int WordBytes = 8;
    private const int KeyBytes = 16;
    private const int MostSections = 1 << 16;

    private static ReadOnlySpan<byte> Magic => "INGKEYS2"u8;

    /// <summary>The section of a rule's partition.</summary>
    public static int SectionOf(int rule, int partition, int partitions) => (rule * partitions) + partition;

    /// <summary>Writes the keys, one item a rule, to a stream of an <see cref="ArtifactWriter"/>, whose owner commits it.</summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static void Write(Stream stream, IReadOnlyList<PartitionedKeys> rules)
    {
        var sections = rules.SelectMany(keys => Enumerable.Range(0, keys.PartitionCount).Select(keys.KeysOf)).ToList();
        var header = new byte[HeaderBytes(sections.Count)];
        Magic.CopyTo(header);
        var words = header.AsSpan(WordBytes);
        BinaryPrimitives.WriteInt64LittleEndian(words, sections.Count);
        foreach (var section in sections)
        {
            words = words[WordBytes..];
            BinaryPrimitives.WriteInt64LittleEndian(words, section.Length);
            words = words[WordBytes..];
            BinaryPrimitives.WriteUInt64LittleEndian(words, XxHash3.HashToUInt64(MemoryMarshal.AsBytes(section.Span)));
        }
        BinaryPrimitives.WriteUInt64LittleEndian(words[WordBytes..], XxHash3.HashToUInt64(header.AsSpan(0, header.Length - WordBytes)));
        stream.Write(header);
        foreach (var section in sections)
            stream.Write(MemoryMarshal.AsBytes(section.Span));
    }

    /// <summary>Reads one section's keys.</summary>
    /// <param name="reader">The open object.</param>
    /// <param name="objectKey">The object's key in the store, for the message.</param>
    /// <param name="section">See <see cref="SectionOf"/>.</param>
    /// <exception cref="InvalidDataException">It is no key file, is cut or was changed; the message says what to do.</exception>
    public static UInt128[] Read(ArtifactReader reader, string objectKey, int section)
    {
        var sections = ReadHeader(reader, objectKey);
        if (section >= sections.Length)
            throw Damaged(objectKey, $"it has {sections.Length} sections");
        return ReadSection(reader, objectKey, sections[section]);
    }

    /// <summary>Reads a rule's keys, whatever number of partitions they are parted into.</summary>
    /// <param name="reader">The open object.</param>
    /// <param name="objectKey">The object's key in the store, for the message.</param>
    /// <param name="rule">0-based.</param>
    /// <param name="rules">How many rules the file is of.</param>
    /// <exception cref="InvalidDataException">It is no key file, is cut or was changed; the message says what to do.</exception>
    public static IEnumerable<UInt128> ReadRule(ArtifactReader reader, string objectKey, int rule, int rules)
    {
        var sections = ReadHeader(reader, objectKey);
        if (sections.Length % rules != 0)
            throw Damaged(objectKey, $"it has {sections.Length} sections, and there are {rules} rules");
        var partitions = sections.Length / rules;
        for (var partition = 0; partition < partitions; partition++)
        {
            foreach (var key in ReadSection(reader, objectKey, sections[SectionOf(rule, partition, partitions)]))
                yield return key;
        }
    }

    /// <summary>Reads all of it to see whether it is whole.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Verify(ArtifactReader reader, string objectKey)
    {
        foreach (var section in ReadHeader(reader, objectKey))
            ReadSection(reader, objectKey, section);
    }

    private static Section[] ReadHeader(ArtifactReader reader, string objectKey)
    {
        Span<byte> begin = stackalloc byte[2 * WordBytes];
        if (reader.ReadFully(0, begin) < begin.Length || !begin.StartsWith(Magic))
            throw Damaged(objectKey, "it does not begin as a key file");
        var count = BinaryPrimitives.ReadInt64LittleEndian(begin[WordBytes..]);
        if (count is < 0 or > MostSections || reader.LengthBytes < HeaderBytes((int)count))
            throw Damaged(objectKey, $"its {reader.LengthBytes} bytes are not what {count} sections take");
        var header = new byte[HeaderBytes((int)count)];
        reader.ReadFully(0, header);
        if (XxHash3.HashToUInt64(header.AsSpan(0, header.Length - WordBytes)) != BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(header.Length - WordBytes)))
            throw Damaged(objectKey, "its header's checksum does not match");

        var sections = new Section[count];
        var offset = (long)header.Length;
        for (var i = 0; i < sections.Length; i++)
        {
            var words = header.AsSpan((2 + (2 * i)) * WordBytes);
            var keys = BinaryPrimitives.ReadInt64LittleEndian(words);
            sections[i] = new Section(offset, keys, BinaryPrimitives.ReadUInt64LittleEndian(words[WordBytes..]));
            offset += keys * KeyBytes;
        }
        return reader.LengthBytes == offset
            ? sections
            : throw Damaged(objectKey, $"its {reader.LengthBytes} bytes are not the {offset} that its keys take");
    }

    private static UInt128[] ReadSection(ArtifactReader reader, string objectKey, Section section)
    {
        var keys = new UInt128[section.Count];
        var bytes = MemoryMarshal.AsBytes(keys.AsSpan());
        return reader.ReadFully(section.Offset, bytes) == bytes.Length && XxHash3.HashToUInt64(bytes) == section.Checksum
            ? keys
            : throw Damaged(objectKey, "its checksum does not match");
    }

    private static int HeaderBytes(int sections) => (3 + (2 * sections)) * WordBytes;

    private static InvalidDataException Damaged(string objectKey, string evidence) => new(
        $"The key file '{objectKey}' is damaged: {evidence}. Start the job anew: it then reads the source again and writes its key files afresh.");

    private readonly record struct Section(long Offset, long Count, ulong Checksum);
}
