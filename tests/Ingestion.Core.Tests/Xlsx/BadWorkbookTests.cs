using System.IO.Compression;
using System.Text;
using Ingestion.Core.Documents;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Xlsx;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>Files that cannot be read say why, and what to do.</summary>
public sealed class BadWorkbookTests
{
    [Theory]
    [InlineData("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>", "it ends in the middle")]
    [InlineData("<worksheet><sheetData><row><c><v>1</v></c></row", "it ends inside a tag")]
    [InlineData("<worksheet><sheetData><row><c><v>1</c></v></row></sheetData></worksheet>", "it ends an element that is not open")]
    [InlineData("<worksheet/><worksheet/>", "it has two root elements")]
    [InlineData("<worksheet/>text", "it holds text outside its root element")]
    [InlineData("", "it is empty")]
    [InlineData("<worksheet><!ELEMENT a></worksheet>", "it holds a declaration that Office documents do not have")]
    [InlineData("<worksheet>< a/></worksheet>", "it holds a '<' that begins no element")]
    [InlineData("<chartsheet/>", "it is no worksheet")]
    [InlineData("<worksheet><sheetData><row r=\"0\"/></sheetData></worksheet>", "the row after row 0 has a number that is none")]
    [InlineData("<worksheet><sheetData><row r=\"1048577\"/></sheetData></worksheet>", "the row after row 0 has a number that is none")]
    [InlineData("<worksheet><sheetData><row><c r=\"XFE1\"/></row></sheetData></worksheet>", "a cell of row 1 has a reference that is none")]
    [InlineData("<worksheet><sheetData><row><c r=\"12\"/></row></sheetData></worksheet>", "a cell of row 1 has a reference that is none")]
    [InlineData("<worksheet><sheetData><row><c r=\"XFD1\"/><c><v>1</v></c></row></sheetData></worksheet>", "row 1 goes on behind the last column, XFD")]
    [InlineData("<worksheet><sheetData><row r=\"1048576\"/><row><c><v>1</v></c></row></sheetData></worksheet>", "it has more than 1,048,576 rows")]
    [InlineData("<worksheet><sheetData><row><c r=\"B1\" t=\"s\"><v>7</v></c></row></sheetData></worksheet>", "cell B1 refers to a shared text that there is not; there are 0")]
    [InlineData("<worksheet><sheetData><row><c r=\"B1\" t=\"s\"><v>x</v></c></row></sheetData></worksheet>", "cell B1 refers to a shared text that there is not; there are 0")]
    public void Read_DamagedSheet_SaysWhatIsWrong(string sheet, string expected)
    {
        var message = MessageOf(WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", sheet).ToArray());

        Assert.StartsWith($"The part xl/worksheets/sheet1.xml of the file is damaged: {expected}. Upload the file again", message);
    }

    [Theory]
    [InlineData("<!DOCTYPE worksheet [<!ENTITY a \"b\">]><worksheet/>", "declares a document type")]
    [InlineData("<worksheet><sheetData><row><c t=\"str\"><v>&lol;</v></c></row></sheetData></worksheet>", "an entity of its own, '&lol'")]
    [InlineData("<worksheet><sheetData><row><c t=\"str\"><v>&</v></c></row></sheetData></worksheet>", "an entity of its own, '&'")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><worksheet/>", "is in the encoding 'klingon', which is not known")]
    public void Read_WhatWorkbooksDoNotHave_IsRefused(string sheet, string expected) =>
        Assert.Contains(expected, MessageOf(WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", sheet).ToArray()));

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("a,b\n1,2\n", "The file is not an Excel workbook: it does not begin as one.")]
    [InlineData(" <html><table></table></html>", "The file is a web page or XML, not a workbook")]
    [InlineData("PK\u0003\u0004 and no more", "The file is a damaged ZIP archive: its end is missing")]
    public void Open_NoArchive_SaysWhatItIs(string content, string expected) => Assert.StartsWith(expected, MessageOf(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData("xl/workbook.bin", "a binary Excel workbook (XLSB). Open it in Excel and save it as an Excel workbook (.xlsx).")]
    [InlineData("word/document.xml", "a Word document (DOCX), not a workbook.")]
    [InlineData("ppt/presentation.xml", "a PowerPoint presentation, not a workbook.")]
    [InlineData("content.xml", "an OpenDocument file (ODS).")]
    [InlineData("Index/Document.iwa", "an Apple Numbers or Pages document.")]
    [InlineData("readme.txt", "a ZIP archive without a workbook in it.")]
    public void Open_OtherArchive_SaysWhatItIs(string path, string expected) => Assert.StartsWith("The file is " + expected, MessageOf(Zip((path, "<x/>"))));

    [Theory]
    [InlineData("Workbook", "The file is a workbook of Excel 97-2003 (XLS). Open it in Excel and save it as an Excel workbook (.xlsx).")]
    [InlineData("WordDocument", "The file is a Word 97-2003 document (DOC), not a workbook.")]
    [InlineData("Other", "The file is an old Office document")]
    public void Open_OleFile_SaysWhatItIs(string stream, string expected)
    {
        var file = CorpusFiles.Read("calamine-xlsx/pass_protected.xlsx");
        var entry = file.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage"));
        file.AsSpan(entry, 64).Clear();
        Encoding.Unicode.GetBytes(stream, file.AsSpan(entry));
        file[entry + 64] = (byte)(2 * (stream.Length + 1));

        Assert.StartsWith(expected, MessageOf(file));
    }

    [Fact]
    public void Open_TruncatedAnywhere_IsRefused()
    {
        var file = CorpusFiles.Read("calamine-xlsx/merged_range.xlsx");

        Assert.All(Enumerable.Range(0, file.Length / 97).Select(i => i * 97), length => Assert.NotEmpty(MessageOf(file[..length])));
    }

    [Fact]
    public void Open_BytesBeforeTheArchive_AreSteppedOver() =>
        Assert.Equal("1: A=#1\n", SheetText.Of([.. "PK a program"u8, .. WorkbookBytes.OfCells("<c><v>1</v></c>").ToArray()]));

    [Fact]
    public void Open_EncryptedPart_SaysToRemoveThePassword()
    {
        var file = WorkbookBytes.OfRows("").ToArray();
        for (var at = 0; (at = Next(file, at)) >= 0; at++)
            file[at + 8] |= 1;

        Assert.Contains("is encrypted. Remove the password", MessageOf(file));

        static int Next(byte[] file, int from)
        {
            var found = file.AsSpan(from).IndexOf("PK\u0001\u0002"u8);
            return found < 0 ? found : from + found;
        }
    }

    [Fact]
    public void Read_WrongChecksum_IsDamage()
    {
        var file = WorkbookBytes.OfCells("<c><v>12345</v></c>").ToArray(CompressionLevel.NoCompression);
        file[file.AsSpan().IndexOf("12345"u8)] = (byte)'9';

        Assert.Contains("sheet1.xml of the file is damaged: its bytes do not match its checksum", MessageOf(file));
    }

    [Fact]
    public void Read_Bomb_IsRefusedBeforeItGrows()
    {
        var sheet = new byte[64 << 20];
        sheet.AsSpan().Fill((byte)' ');
        "<worksheet>"u8.CopyTo(sheet);
        var file = WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", sheet).ToArray(CompressionLevel.Optimal);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("The file becomes more than 100 times larger when unpacked", MessageOf(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Read_OverALimit_SaysWhich()
    {
        var workbook = WorkbookBytes.OfCells("<c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c>").WithShared($"<si><t>{new string('x', 1000)}</t></si>").ToArray();
        var deep = WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", "<worksheet>" + string.Concat(Enumerable.Repeat("<a>", 300))).ToArray();
        var none = new DocumentLimits();

        Assert.Contains("holds more than 2 files", MessageOf(workbook, none with { MostEntries = 2 }));
        Assert.Contains("larger than 500 bytes together", MessageOf(workbook, none with { MostInflatedBytes = 500 }));
        Assert.Contains("hold more than 2,000 bytes of text", MessageOf(WideCells(), none with { MostInflatedBytes = 2000 }));
        Assert.Contains("texts take more than 500 bytes", MessageOf(workbook, none with { MostSharedTextBytes = 500 }));
        Assert.Contains("took longer than 0 s", MessageOf(workbook, none with { MostTimeToOpen = TimeSpan.Zero }));
        Assert.Contains("nests its elements deeper than 256", MessageOf(deep));
    }

    [Fact]
    public void Read_Cancelled_Ends()
    {
        using var document = XlsxDocument.Open(new MemoryStream(WorkbookBytes.OfRows("").ToArray()), SheetText.Options, TestContext.Current.CancellationToken);

        Assert.Throws<OperationCanceledException>(() => document.Read(document.Tables[0], new CountingSink(), new CancellationToken(canceled: true)));
    }

    private static byte[] WideCells() =>
        WorkbookBytes.OfCells(string.Concat(Enumerable.Repeat("<c t=\"s\"><v>0</v></c>", 9))).WithShared($"<si><t>{new string('x', 400)}</t></si>").ToArray();

    private static string MessageOf(byte[] file, DocumentLimits? limits = null) =>
        Assert.Throws<UnreadableSourceException>(() => SheetText.OfAll(file, SheetText.Options with { Limits = limits ?? new DocumentLimits() })).Message;

    private static byte[] Zip(params (string Path, string Text)[] parts)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in parts)
            {
                using var stream = archive.CreateEntry(path).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return file.ToArray();
    }
}
