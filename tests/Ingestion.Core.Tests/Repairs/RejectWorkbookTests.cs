using System.Globalization;
using System.IO.Compression;
using System.Text;
using ClosedXML.Excel;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Ingestion.Contracts;
using Ingestion.Core.Repairs;
using Ingestion.Core.Tests.Runs;
using Ingestion.Core.Tests.Xlsx;
using static Ingestion.Core.Tests.Repairs.RepairRun;

namespace Ingestion.Core.Tests.Repairs;

/// <summary>The workbook as other programs take it: a validator of the format, a library, our own reader.</summary>
public sealed class RejectWorkbookTests
{
    private const string Odd = "id,n\n1,\" both ends \"\n2,<&>\n3,_x0041_\n4,\"a\r\nb\"\n5,\u0001\u001f\ufffe\n6,\"tab\there\"\n7,𝄞=1+1\n8,\"\n\"\n9,_x00_\n10,\"\"\n";

    private static readonly Recipe Failing = new()
    {
        Source = new() { HeaderRows = 1, SkipRows = 0, Delimiter = ",", Quote = "\"" },
        Rules = [Recipes.Rule("odd <&> \u0002", RuleType.Expression, "n", """{"expression":"n = 'never'"}"""), Recipes.Rule("there", RuleType.NotNull, "n")],
    };

    [Theory]
    [InlineData(Odd)]
    [InlineData("id,n\n1,b,c,,\n2,b\n")]
    [InlineData("id\n")]
    public async Task Workbook_IsValid(string source)
    {
        var run = await OfAsync(source, source == Odd ? Failing : null);

        AssertValid(await run.WorkbookAsync());
    }

    [Fact]
    public async Task Workbook_WithMoreCommentsThanABlockOfShapes_IsValid()
    {
        var run = await OfAsync("id,n\n" + string.Concat(Enumerable.Range(1, 3000).Select(i => $"{i},\n")), new() { Rules = [Recipes.Rule("n", RuleType.NotNull, "n")] });
        var workbook = await run.WorkbookAsync();

        AssertValid(workbook);
        Assert.Contains("""<o:idmap v:ext="edit" data="1,2,3"/>""", Part(workbook, "xl/drawings/vmlDrawing1.vml"), StringComparison.Ordinal);
        Assert.Contains("""<v:shape id="_x0000_s4024" """, Part(workbook, "xl/drawings/vmlDrawing1.vml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workbook_WithRowsThatItCannotHold_IsValid()
    {
        var run = await OfAsync($"id,n\n1,{new string('x', 40_000)},\n2{new string(',', 20_000)}\n", new() { Source = new() { HeaderRows = 1, SkipRows = 0, Delimiter = "," } });
        var workbook = await run.WorkbookAsync();

        AssertValid(workbook);
        Assert.Contains("2: A=2 B=Its field 2 has 40,000 characters; a cell holds 32,767.", SheetText.Of(workbook, sheet: 1), StringComparison.Ordinal);
        Assert.Contains("3: A=3 B=It has 20,001 fields; a sheet has 16,384 columns.", SheetText.Of(workbook, sheet: 1), StringComparison.Ordinal);
        Assert.Equal("1: A=rejected row B=why it was rejected\n", SheetText.Of(workbook));
    }

    [Fact]
    public async Task Workbook_ThroughALibrary_HasValuesColoursAndComments()
    {
        var run = await OfAsync(Odd, Failing);

        using var book = new XLWorkbook(new MemoryStream(await run.WorkbookAsync()));
        var sheet = book.Worksheet("Rejects");

        Assert.Equal(" both ends ", sheet.Cell(2, 3).GetString());
        Assert.Equal("<&>", sheet.Cell(3, 3).GetString());
        Assert.Equal("𝄞=1+1", sheet.Cell(8, 3).GetString());
        Assert.Equal(XLDataType.Text, sheet.Cell(2, 2).DataType);
        // 49 is text.
        Assert.Equal(49, sheet.Cell(2, 2).Style.NumberFormat.NumberFormatId);
        Assert.Equal(49, sheet.Column(20).Style.NumberFormat.NumberFormatId);
        Assert.True(sheet.Cell(5, 3).Style.Alignment.WrapText);
        Assert.True(sheet.Cell(1, 3).Style.Font.Bold);
        Assert.Equal((1, 1), (sheet.SheetView.SplitRow, sheet.SheetView.SplitColumn));
        Assert.Equal("A1:D11", sheet.AutoFilter.Range.RangeAddress.ToString());
        Assert.All(Enumerable.Range(2, 10), row =>
        {
            Assert.Equal(XLColor.FromHtml("#FFC7CE"), sheet.Cell(row, 3).Style.Fill.BackgroundColor);
            Assert.NotEqual(XLColor.FromHtml("#FFC7CE"), sheet.Cell(row, 2).Style.Fill.BackgroundColor);
            Assert.False(sheet.Cell(row, 3).Comment.Visible);
        });
        Assert.StartsWith("odd <&> \uFFFD: ", sheet.Cell(2, 3).Comment.Text, StringComparison.Ordinal);
        // An empty cell that fails is coloured too.
        Assert.Equal("there: The value is missing.", sheet.Cell(11, 3).Comment.Text);
    }

    [Fact]
    public async Task Workbook_LeftAsItIs_CorrectsNothing()
    {
        var run = await OfAsync(Odd, Failing);

        Assert.Contains("0 changed, which are run again; 10 unchanged", await run.RefusalAsync(await run.WorkbookAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workbook_GoesToAStreamThatIsWrittenToAsynchronouslyAndForwardOnly()
    {
        var run = await OfAsync(Odd, Failing);
        using var response = new ForwardStream();

        await run.WriteWorkbookAsync(response);

        Assert.Equal(await run.WorkbookAsync(), response.Bytes);
    }

    [Fact]
    public async Task Workbook_OfAsManyRowsAsItTakes_IsReadAndRepaired()
    {
        var source = new StringBuilder("id,n\n");
        for (var i = 1; i <= RejectWorkbook.MostRows; i++)
            source.Append(CultureInfo.InvariantCulture, $"{i},x{i}\n");
        var run = await OfAsync(source.ToString(), new() { Mapping = [new("id"), new("n", Type: ColumnType.Integer)] });
        var workbook = await run.WorkbookAsync();

        var manifest = await run.RepairAsync(With(workbook, "xl/worksheets/sheet1.xml", sheet => sheet.Replace("<t>x77777</t>", "<t>77777</t>", StringComparison.Ordinal)));

        Assert.Equal(new RowCounts(RejectWorkbook.MostRows, 1, RejectWorkbook.MostRows - 1, 0, 0), manifest.RowCounts);
        Assert.Equal(["77777,77777"], await run.RowsAsync());
    }

    [Fact]
    public async Task Comments_MoreThanAWorkbookTakes_AreLeftOutAndTheColumnOfReasonsHasThem()
    {
        var source = "a,b,c,d,e,f,g,h,i,j,k\n" + string.Concat(Enumerable.Repeat("1,x,x,x,x,x,x,x,x,x,x\n", 20_001));
        var run = await OfAsync(source, new() { Mapping = [new("a"), .. "bcdefghijk".Select(name => new ColumnMapping(name.ToString(), Type: ColumnType.Integer))] });
        var workbook = await run.WorkbookAsync();

        Assert.Equal(200_000, Part(workbook, "xl/comments1.xml").Split("<comment ").Length - 1);
        Assert.EndsWith("j: 'x' is not an INTEGER of 64 bits.\\nk: 'x' is not an INTEGER of 64 bits.\n", SheetText.Of(workbook), StringComparison.Ordinal);
    }

    private static void AssertValid(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(document, Token);
        Assert.Empty(errors.Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}"));
    }

    private static string Part(byte[] workbook, string path)
    {
        using var archive = new ZipArchive(new MemoryStream(workbook));
        using var reader = new StreamReader(archive.GetEntry(path)!.Open());
        return reader.ReadToEnd();
    }

    private static byte[] With(byte[] workbook, string path, Func<string, string> change)
    {
        var text = change(Part(workbook, path));
        using var file = new MemoryStream();
        file.Write(workbook);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(path)!.Delete();
            using var part = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
            part.Write(Encoding.UTF8.GetBytes(text));
        }
        return file.ToArray();
    }
}
