using System.Buffers.Binary;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>Archives as other writers make them.</summary>
public sealed class ArchiveTests
{
    private const int EntryBytes = 46;
    private const int EndBytes = 22;

    [Fact]
    public void Open_Zip64_IsRead() =>
        Assert.Equal("1: A=#1\n", SheetText.Of(AsZip64(WorkbookBytes.OfCells("<c><v>1</v></c>").ToArray())));

    [Fact]
    public void Open_Zip64CutOff_IsRefused()
    {
        var file = AsZip64(WorkbookBytes.OfCells("<c><v>1</v></c>").ToArray());

        Assert.All(Enumerable.Range(1, 200), bytes => Assert.Throws<UnreadableSourceException>(() => SheetText.Of(file[..^bytes])));
    }

    [Fact]
    public void Open_NamesWithBackslashes_AreFound()
    {
        var file = WorkbookBytes.OfCells("<c><v>1</v></c>").ToArray();
        foreach (var path in new[] { "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml" })
            Rename(file, path, path.Replace('/', '\\'));

        Assert.Equal("1: A=#1\n", SheetText.Of(file));
    }

    private static void Rename(byte[] file, string from, string to)
    {
        var (old, name) = (System.Text.Encoding.ASCII.GetBytes(from), System.Text.Encoding.ASCII.GetBytes(to));
        // Only the names have a part's whole path as bytes: relationships leave out the folder, and are compressed.
        for (int at; (at = file.AsSpan().IndexOf(old)) >= 0;)
            name.CopyTo(file, at);
    }

    /// <summary>The archive with all its numbers where ZIP64 keeps them, as writers do that do not know a part's size beforehand.</summary>
    private static byte[] AsZip64(byte[] file)
    {
        var end = file.AsSpan(file.Length - EndBytes);
        var start = BinaryPrimitives.ReadInt32LittleEndian(end[16..]);
        using var changed = new MemoryStream();
        changed.Write(file.AsSpan(0, start));
        var count = 0;
        for (var entry = file.AsSpan(start, file.Length - EndBytes - start); !entry.IsEmpty; count++)
        {
            int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]);
            var header = entry[..(EntryBytes + nameBytes)].ToArray();
            byte[] sizes = [1, 0, 24, 0, .. entry.Slice(24, 4), 0, 0, 0, 0, .. entry.Slice(20, 4), 0, 0, 0, 0, .. entry.Slice(42, 4), 0, 0, 0, 0];
            // A field of another kind stands before it.
            byte[] extra = [0x55, 0x54, 1, 0, 7, .. sizes];
            header.AsSpan(20, 8).Fill(0xFF);
            header.AsSpan(42, 4).Fill(0xFF);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(30), (ushort)extra.Length);
            changed.Write(header);
            changed.Write(extra);
            entry = entry[(EntryBytes + nameBytes + extraBytes)..];
        }
        var directoryEnd = changed.Length;
        var end64 = new byte[56];
        "PK\u0006\u0006"u8.CopyTo(end64);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(4), 44);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(32), count);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(40), directoryEnd - start);
        BinaryPrimitives.WriteInt64LittleEndian(end64.AsSpan(48), start);
        changed.Write(end64);
        var locator = new byte[20];
        "PK\u0006\u0007"u8.CopyTo(locator);
        BinaryPrimitives.WriteInt64LittleEndian(locator.AsSpan(8), directoryEnd);
        changed.Write(locator);
        end[8..20].Fill(0xFF);
        changed.Write(end);
        return changed.ToArray();
    }
}
