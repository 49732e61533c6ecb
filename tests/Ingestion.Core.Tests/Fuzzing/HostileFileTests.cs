using Ingestion.Core.Tests.Pdf;
using Ingestion.Core.Tests.Xlsx;

namespace Ingestion.Core.Tests.Fuzzing;

/// <summary>Files that are made to cost much: each is refused, or read, for what a small file may cost.</summary>
public sealed class HostileFileTests
{
    public static TheoryData<string> Pdfs { get; } = [.. HostilePdfs.All.Keys];

    public static TheoryData<string> Archives { get; } = [.. HostileArchives.All.Keys];

    [Theory]
    [MemberData(nameof(Pdfs))]
    public void Pdf_MadeToCostMuch_CostsLittle(string what)
    {
        using var plain = new PdfFile().Table(true, 100, "id|name", "1|one", "2|two");
        ReaderLaw.Holds(plain.Bytes(), new(), "a plain PDF", isFirst: true);

        ReaderLaw.Holds(HostilePdfs.All[what](), new(), what);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public void Archive_MadeToCostMuch_CostsLittle(string what)
    {
        ReaderLaw.Holds(WorkbookBytes.OfCells("<c><v>1</v></c>").ToArray(), new(), "a plain workbook", isFirst: true);

        var file = HostileArchives.All[what]();
        ReaderLaw.Holds(file, new(), what);
        ReaderLaw.Holds(file, new() { FillMerged = true, SkipHidden = true }, what);
    }

    [Theory]
    [InlineData("sheet: hundreds of megabytes of spaces", "The file becomes more than 100 times larger when unpacked: it may be made to exhaust memory. Save the document anew if it is not.")]
    [InlineData("archive: parts that share their bytes", "The file becomes more than 100 times larger when unpacked: it may be made to exhaust memory. Save the document anew if it is not.")]
    [InlineData("sheet: a long text shared by every cell", "The sheet's cells hold more than 1,000 bytes of text on average: they may be made to exhaust a disk. Split the workbook if they are not.")]
    [InlineData("Word: as many lists as are unpacked", "The document has more than 10,000 lists. Copy its text into a new document and upload that.")]
    [InlineData("Word: a hundred thousand empty tables", "The document holds more than 10,000 tables. Split it.")]
    public void Archive_MadeToCostMuch_SaysWhatIsWrong(string what, string message) =>
        Assert.Equal(message, ReaderLaw.Holds(HostileArchives.All[what](), new(), what, isFirst: true));

    [Theory]
    [InlineData("a stream packed twice", "The PDF unpacks to more than ")]
    [InlineData("LZW of nothing but long codes", "The PDF unpacks to more than ")]
    [InlineData("a page of a million lines", "The PDF has more than 8,388,608 bytes of drawing on page 1")]
    [InlineData("characters of a map without end", "The PDF has a font that names more than 4,194,304 characters")]
    [InlineData("a page of a million letters", "The PDF has more than 60,000 letters on page 1.")]
    [InlineData("forms that show each other, ten at a time", "The PDF has more than 200,000 lines and forms on page 1.")]
    [InlineData("a hundred thousand empty pages", "The PDF has 100,000 pages; at most 10,000 are read. Split it.")]
    public void Pdf_MadeToCostMuch_SaysWhatIsWrong(string what, string message) =>
        Assert.StartsWith(message, ReaderLaw.Holds(HostilePdfs.All[what](), new(), what, isFirst: true), StringComparison.Ordinal);
}
