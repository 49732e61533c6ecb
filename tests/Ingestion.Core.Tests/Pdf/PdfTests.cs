using Ingestion.Contracts;
using Ingestion.Core.Documents;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Pdf;

public sealed class PdfTests
{
    private const string Password = "The PDF is protected by a password. Open it, print or save it without one, and upload that.";
    private static readonly byte[] OnePixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Table_DrawnOrAligned_IsFound(bool isRuled)
    {
        using var pdf = new PdfFile().Table(isRuled, 120, "id|name|amount", "1|Ada Lovelace|1.50", "2|Grace Hopper|20.00", "3||3.25", "4|Alan|4.00").Text(300, "A line of text below it.");

        var run = EngineRun.Of(pdf.Bytes());

        Assert.Equal(["id Integer", "name Text", "amount Decimal"], run.Layout.Columns.Select(column => $"{column.Name} {column.Type}"));
        Assert.Equal(["1,Ada Lovelace,1.50", "2,Grace Hopper,20.00", "3,,3.25", "4,Alan,4.00"], run.Rows);
        Assert.Equal(["page 1 table 1", "text"], run.Layout.Document!.Tables);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Table_OverPages_IsOneWithoutTheRepeatedHeader(bool isRuled)
    {
        using var pdf = new PdfFile()
            .Table(isRuled, 150, "id|name|n", "1|one|7", "2|two|8", "3|three|9").NextPage()
            .Table(isRuled, 150, "id|name|n", "4|four|7", "5|five|8").NextPage()
            .Table(isRuled, 150, "6|six|7", "7|seven|8", "8|eight|9");

        var run = EngineRun.Of(pdf.Bytes());

        Assert.Equal(["pages 1-3 table 1", "text"], run.Layout.Document!.Tables);
        Assert.Equal(["1,one,7", "2,two,8", "3,three,9", "4,four,7", "5,five,8", "6,six,7", "7,seven,8", "8,eight,9"], run.Rows);
    }

    [Fact]
    public void Tables_OfDifferentColumns_AreNotOne()
    {
        using var pdf = new PdfFile()
            .Table(true, 150, "id|name|n", "1|one|7", "2|two|8").NextPage()
            .Table(true, 200, "id|total", "1|5", "2|6");

        var bytes = pdf.Bytes();
        Assert.Equal(["page 1 table 1", "page 2 table 1", "text"], EngineRun.Of(bytes).Layout.Document!.Tables);
        Assert.Equal(["1,5", "2,6"], EngineRun.Of(bytes, Of("2")).Rows);
    }

    [Fact]
    public void Reject_OfATable_SaysPageTableRowAndConfidence()
    {
        using var pdf = new PdfFile().Table(true, 150, "id|n", "1|7", "2|x").NextPage().Table(true, 150, "id|n", "3|y");
        var recipe = new Recipe { Mapping = [new("id"), new("n", Type: ColumnType.Integer)] };

        var rejects = EngineRun.Of(pdf.Bytes(), recipe).RejectedRows();

        Assert.Equal(["page 1, table 1, row 3 (confidence 100%)", "page 2, table 1, row 2 (confidence 100%)"], rejects.Select(reject => reject.Position));
        Assert.Equal(["2,x", "3,y"], rejects.Select(reject => reject.Raw));
    }

    [Fact]
    public void Reject_WithACellOfSeveralPieces_SaysThatItIsLessSure()
    {
        using var pdf = new PdfFile().Table(false, 150, "id|name|n", "1|Ada       Lovelace|7", "2|Grace Brewster Hopper|x", "3||9");
        var recipe = new Recipe { Mapping = [new("id"), new("name"), new("n", Type: ColumnType.Date)] };

        var rejects = EngineRun.Of(pdf.Bytes(), recipe).RejectedRows();

        Assert.Equal(
            ["page 1, table 1, row 2 (confidence 90%, name 45%)", "page 1, table 1, row 3 (confidence 90%)", "page 1, table 1, row 4 (confidence 75%)"],
            rejects.Select(reject => reject.Position));
        Assert.Equal("1,Ada Lovelace,7", rejects[0].Raw);
    }

    [Fact]
    public void Text_OfARealDocument_IsItsBlocksInOrder()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/multi_page.pdf"));

        Assert.Equal(["page", "block", "text"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal("1,1,The Evolution of the Word Processor", run.Rows[0]);
        Assert.Equal(51, run.Counts.Clean);
    }

    [Fact]
    public void RuledTable_OfARealPaper_HasItsCells()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/2305.03393v1-pg9.pdf"));

        Assert.Equal("page 1 table 1", run.Layout.Document!.TableName);
        Assert.Contains("0.965\n0.969", run.Csv, StringComparison.Ordinal);
    }

    [Fact]
    public void TextInColumns_IsNoTable()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/normal_4pages.pdf"));

        Assert.Equal(["구분", "개정전", "개정후"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal(["page 2 table 1", "text"], run.Layout.Document!.Tables);
    }

    [Fact]
    public void Scan_WithoutText_SaysThatItNeedsRecognition()
    {
        using var pdf = new PdfFile().Image(OnePixel);

        Assert.StartsWith("The PDF has no text, only images: it is a scan. Run it through OCR", EngineRun.Refusal(pdf.Bytes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("made/encrypted-128.pdf")]
    [InlineData("made/encrypted-256.pdf")]
    public void Encrypted_SaysWhatToDo(string file) => Assert.Equal(Password, EngineRun.Refusal(CorpusFiles.Read(file)));

    [Fact]
    public void Pages_MoreThanAllowed_AreRefused()
    {
        using var pdf = new PdfFile().Text(700, "one").NextPage().Text(700, "two");
        var options = new EngineOptions { Documents = new DocumentLimits { MostPages = 1 } };

        Assert.Equal("The PDF has 2 pages; at most 1 are read. Split it.", EngineRun.Refusal(pdf.Bytes(), options: options));
    }

    [Theory]
    [InlineData(5, 200_000, 8 << 20, "The PDF has more than 5 letters on page 2. Leave it out.")]
    [InlineData(6, 5, 8 << 20, "The PDF has more than 5 lines and forms on page 2. Leave it out.")]
    [InlineData(6, 200_000, 40, "The PDF has more than 40 bytes of drawing on page 2, which is no page of text. Leave it out.")]
    [InlineData(6, 200_000, 8 << 20, null)]
    public void Page_OfMoreThanIsAllowed_IsRefused(int letters, int marks, long bytes, string? message)
    {
        using var pdf = new PdfFile().Text(700, "one").NextPage().Text(700, "twelve");
        var options = new EngineOptions { Documents = new DocumentLimits { MostLettersAPage = letters, MostMarksAPage = marks, MostContentBytesAPage = bytes } };

        if (message is null)
            Assert.Equal(["1,1,one", "2,1,twelve"], EngineRun.Of(pdf.Bytes(), options: options).Rows);
        else
            Assert.Equal(message, EngineRun.Refusal(pdf.Bytes(), options: options));
    }

    [Fact]
    public void Damaged_InAnyPlace_IsRefusedOrRead()
    {
        using var pdf = new PdfFile().Table(true, 100, "id|name", "1|one", "2|two");
        var bytes = pdf.Bytes();
        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            var damaged = bytes.ToArray();
            for (var j = 0; j < 8; j++)
                damaged[random.Next(8, damaged.Length)] = (byte)random.Next(256);
            damaged = damaged[..random.Next(damaged.Length / 2, damaged.Length)];
            try
            {
                EngineRun.Of(damaged);
            }
            catch (UnreadableSourceException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    private static Recipe Of(string table) => new() { Source = new() { Table = table } };
}
