using System.Buffers.Binary;
using System.Text;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// The directory of an OLE compound file ([MS-CFB], 2.6): the form of Excel's old workbooks, and of new ones with a password. Only the
/// names in it are looked at.
/// </summary>
internal static class OleFile
{
    private const int HeaderBytes = 512;
    private const int EntryBytes = 128;
    private const int MostSectors = 4096;
    private const int FatSectorsOfHeader = 109;

    /// <summary>What the file is and what to do with it.</summary>
    public static UnreadableSourceException Refusal(Stream stream, ReadOnlySpan<byte> header)
    {
        var names = header.Length == HeaderBytes ? Names(stream, header) : [];
        return new UnreadableSourceException(
            names.Contains("EncryptedPackage") ? "The workbook is protected by a password, so nobody can read it without. Open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and upload it again."
            : names.Contains("Workbook") || names.Contains("Book") ? "The file is a workbook of Excel 97-2003 (XLS). Open it in Excel and save it as an Excel workbook (.xlsx)."
            : names.Contains("WordDocument") ? "The file is a Word 97-2003 document (DOC), not a workbook. Open it in Word and save it as .docx."
            : "The file is an old Office document, not an Excel workbook of today. Open it in the program that made it and save it as .xlsx.");
    }

    private static HashSet<string> Names(Stream stream, ReadOnlySpan<byte> header)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var sectorBits = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        if (sectorBits is not (9 or 12))
            return names;
        var sector = new byte[1 << sectorBits];
        var next = BinaryPrimitives.ReadUInt32LittleEndian(header[48..]);
        for (var count = 0; count < MostSectors && TryRead(stream, next, sector); count++)
        {
            for (var at = 0; at < sector.Length; at += EntryBytes)
            {
                int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(sector.AsSpan(at + 64));
                if (nameBytes is > 2 and <= 64)
                    names.Add(Encoding.Unicode.GetString(sector, at, nameBytes - 2));
            }
            next = Next(stream, header, next, sector.Length);
        }
        return names;
    }

    /// <summary>The sector that follows one, by the allocation table; the file's end when that does not tell.</summary>
    private static uint Next(Stream stream, ReadOnlySpan<byte> header, uint sector, int sectorBytes)
    {
        var perTable = (uint)sectorBytes / 4;
        if (sector / perTable >= FatSectorsOfHeader)
            return uint.MaxValue;
        var table = BinaryPrimitives.ReadUInt32LittleEndian(header[(76 + (4 * (int)(sector / perTable)))..]);
        Span<byte> entry = stackalloc byte[4];
        stream.Position = Math.Min(stream.Length, ((table + 1L) * sectorBytes) + (sector % perTable * 4));
        return stream.ReadAtLeast(entry, 4, throwOnEndOfStream: false) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(entry) : uint.MaxValue;
    }

    private static bool TryRead(Stream stream, uint sector, byte[] to)
    {
        var start = (sector + 1L) * to.Length;
        if (start > stream.Length - to.Length)
            return false;
        stream.Position = start;
        return stream.ReadAtLeast(to, to.Length, throwOnEndOfStream: false) == to.Length;
    }
}
