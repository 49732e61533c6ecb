using System.Text;
using ClosedXML.Excel;
using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;
using static Ingestion.Core.Tests.Repairs.RepairRun;

namespace Ingestion.Core.Tests.Repairs;

public sealed class RepairTests
{
    private const string People =
        """
        id,name,age
        1,Ann,30
        2,,41
        3,Zoë,old
        1,Ann again,30
        5,Eve
        007,Sue,-1

        """;

    private static readonly Recipe Strict = new()
    {
        Mapping = [new("id"), new("name", "fullName"), new("age", Type: ColumnType.Integer)],
        Rules =
        [
            Recipes.Rule("named", RuleType.NotNull, "fullName"),
            Recipes.Rule("aged", RuleType.Range, "age", """{"min":0}"""),
            Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["id"]}"""),
        ],
    };

    [Fact]
    public async Task Workbook_HasTheRowsAsTextWithWhatFailsColouredAndExplained()
    {
        var run = await OfAsync(People, Strict);

        using var book = new XLWorkbook(new MemoryStream(await run.WorkbookAsync()));
        var sheet = book.Worksheet("Rejects");

        Assert.Equal(["rejected row", "id", "name", "age", "why it was rejected"], sheet.Row(1).CellsUsed().Select(cell => cell.GetString()));
        Assert.Equal(["3", "4", "5", "6", "7"], sheet.Column(1).CellsUsed().Skip(1).Select(cell => cell.GetString()));
        var sue = sheet.Row(6);
        Assert.Equal(("007", XLDataType.Text), (sue.Cell(2).GetString(), sue.Cell(2).DataType));
        // The rule's name for the column is the result's; the cell is the source's.
        Assert.Equal("named: The value is missing.", sheet.Cell(2, 3).Comment.Text);
        Assert.Equal(XLColor.FromHtml("#FFC7CE"), sheet.Cell(2, 3).Style.Fill.BackgroundColor);
        Assert.Contains("'old' is not an INTEGER", sheet.Cell(3, 4).Comment.Text, StringComparison.Ordinal);
        Assert.False(sheet.Cell(3, 3).HasComment);
        Assert.Contains("The row has 2 fields; the header has 3.", sheet.Cell(5, 1).Comment.Text, StringComparison.Ordinal);
        Assert.Contains("age: '-1'", sue.Cell(5).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CorrectedWorkbook_AddsWhatPassesAndKeepsAnAccountOfTheRest()
    {
        var run = await OfAsync(People, Strict);

        var manifest = await run.RepairAsync(sheet =>
        {
            sheet.Cell(2, 3).Value = "Bob";
            sheet.Cell(3, 4).Value = "older";
            sheet.Cell(5, 4).SetValue(22);
        });

        Assert.Equal(2, manifest.ResultVersion);
        Assert.Equal(new RowCounts(6, 3, 2, 1, 0), manifest.RowCounts);
        Assert.Equal(["1,Ann,30", "2,Bob,41", "5,Eve,22"], await run.RowsAsync());
        Assert.Equal([4, 5, 7], (await run.RejectsAsync()).Select(row => row.LineNumber));
        var still = Assert.Single(await run.RejectsOfRepairAsync());
        Assert.Equal((4, "3,Zoë,older"), (still.LineNumber, still.Raw));
        Assert.Contains("'older' is not an INTEGER", Assert.Single(still.Violations).Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(manifest.Repairs).Rows);
    }

    [Fact]
    public async Task RepairedKey_ThatTheResultHas_IsADuplicateWhateverTheRuleKeeps()
    {
        foreach (var keep in new[] { "FIRST", "LAST" })
        {
            var run = await OfAsync("id,n\n1,a\n2,x\n3,\n", new()
            {
                Rules = [Recipes.Rule("n", RuleType.NotNull, "n"), Recipes.Rule("once", RuleType.Dedupe, null, $$"""{"columns":["id"],"keep":"{{keep}}"}""")],
            });

            var manifest = await run.RepairAsync(sheet =>
            {
                sheet.Cell(2, 2).Value = "1";
                sheet.Cell(2, 3).Value = "again";
            });

            Assert.Equal(1, manifest.ResultVersion);
            Assert.Equal(["1,a", "2,x"], await run.RowsAsync());
            Assert.Equal((RowVerdict.Duplicate, 4L), (await run.RejectsOfRepairAsync()).Select(row => (row.Verdict, row.LineNumber)).Single());
        }
    }

    [Fact]
    public async Task SecondUploadOfTheSameFile_AddsOnlyWhatWasNotAddedBefore()
    {
        var run = await OfAsync(People, Strict);
        var first = Changed(await run.WorkbookAsync(), sheet => sheet.Cell(2, 3).Value = "Bob");
        await run.RepairAsync(first);

        Assert.Equal(
            "There is nothing to repair. Rows of the upload: 0 changed, which are run again; 4 unchanged or empty and 1 repaired before, which stay as they are.",
            await run.RefusalAsync(first));
        var manifest = await run.RepairAsync(Changed(first, sheet => sheet.Cell(3, 4).Value = "33"));

        Assert.Equal((3, 3L), (manifest.ResultVersion, manifest.RowCounts.Clean));
        Assert.Equal(["1,Ann,30", "2,Bob,41", "3,Zoë,33"], await run.RowsAsync());
    }

    [Fact]
    public async Task CsvOfRejects_WithItsRawRecordsCorrected_IsTakenToo()
    {
        var run = await OfAsync(People, Strict);
        var csv = (await run.RejectsAsCsvAsync()).Replace("2,,41", "2,Bob,41", StringComparison.Ordinal);

        await run.RepairAsync(Encoding.UTF8.GetBytes(csv));

        Assert.Contains("2,Bob,41", await run.RowsAsync());
        Assert.Equal([4, 5, 6, 7], (await run.RejectsAsync()).Select(row => row.LineNumber));
        Assert.DoesNotContain("2,,41", await run.RejectsAsJsonLinesAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("2,,41", await run.RejectsAsCsvAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SheetSavedAsDelimitedText_IsTakenToo()
    {
        var run = await OfAsync(People, Strict);

        await run.RepairAsync(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(
            "why it was rejected\trejected row\tage\tname\tid\tchecked by\r\n\t3\t41\tBob\t2\tme\r\n\t7\t1\tSue\t007\t\r\n")).ToArray());

        Assert.Equal(["1,Ann,30", "2,Bob,41", "007,Sue,1"], await run.RowsAsync());
    }

    [Fact]
    public async Task SurplusFields_AreKeptUntilSomebodyClearsThem()
    {
        var run = await OfAsync("id,n\n1,a\n2,b,c,\n3,e,f\n4,g,\n", new() { Source = new() { HeaderRows = 1, SkipRows = 0 } });

        var manifest = await run.RepairAsync(sheet =>
        {
            Assert.Equal("surplus field 2", sheet.Cell(1, 5).GetString());
            Assert.Equal("(empty)", sheet.Cell(2, 5).GetString());
            sheet.Cell(2, 4).Clear(XLClearOptions.Contents);
            sheet.Cell(2, 5).Clear(XLClearOptions.Contents);
            sheet.Cell(3, 3).Value = "changed";
        });

        Assert.Equal(new RowCounts(4, 2, 0, 0, 2), manifest.RowCounts);
        Assert.Equal(["1,a", "2,b"], await run.RowsAsync());
        Assert.Equal("3,changed,f", (await run.RejectsOfRepairAsync()).Single().Raw);
    }

    [Fact]
    public async Task RejectsOfAWorkbook_AreRepairedAtTheirCells()
    {
        var run = await OfAsync(CorpusFiles.Read("calamine-xlsx/errors.xlsx"), new() { Source = new() { HeaderRows = 0 } });
        var before = await run.RejectsAsync();
        Assert.All(before, row => Assert.Matches("^Feuil1!A[0-9]+$", row.Position));

        var manifest = await run.RepairAsync(sheet => sheet.Cell(2, 2).Value = "0");

        Assert.Equal(before.Count - 1, manifest.RowCounts.Rejected);
        Assert.Equal(before.Skip(1).Select(row => row.Position), (await run.RejectsAsync()).Select(row => row.Position));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "The upload is no list of rejects: it has neither a column 'rejected row' nor the columns 'lineNumber' and 'raw'.")]
    [InlineData("rejected row,id,age\n3,2,41\n", "The upload has no column 'name'. Keep every column of the list of rejects.")]
    [InlineData("rejected row,id,name,age\n99,1,x,1\n", "1 of 1 rows correct no rejected row of this job: '99' (line 2). Was another job's list corrected?")]
    [InlineData("rejected row,id,name,age\n,9,New,1\n", "The row at line 2 does not say which rejected row it corrects ('rejected row' is empty). New rows belong into an upload of their own.")]
    [InlineData("rejected row,id,name,age\n3,2,a,1\n3,2,b,1\n", "The rows at line 2 and line 3 both correct '3'. Keep one of them.")]
    [InlineData("rejected row,id,name,age\n3,2,,41\n", "There is nothing to repair. Rows of the upload: 0 changed, which are run again; 1 unchanged or empty and 0 repaired before, which stay as they are.")]
    [InlineData("%PDF-1.4", "A correction is a workbook or delimited text, and this is a PDF. Download the rejects of the job as xlsx or csv, correct that file and upload it.")]
    public async Task Upload_ThatIsNoCorrection_IsRefusedWithWhatToDo(string upload, string message)
    {
        var run = await OfAsync(People, Strict);

        Assert.StartsWith(message, await run.RefusalAsync(Encoding.UTF8.GetBytes(upload)), StringComparison.Ordinal);
        Assert.Equal(1, (await run.ManifestAsync()).ResultVersion);
    }

    [Fact]
    public async Task FillFromTheRowBefore_IsRefusedWhereACorrectedRowNeedsIt()
    {
        var run = await OfAsync("city,n\nRome,1\n,two\nOslo,3\n,four\n", new()
        {
            Mapping = [new("city"), new("n", Type: ColumnType.Integer)],
            Rules = [Recipes.Rule("down", RuleType.Fill, "city", """{"mode":"PREVIOUS"}""")],
        });

        // Filled from the corrected row above, the second would be in Rome.
        Assert.Equal(
            "'city' is empty in 2 of 2 corrected rows. The rule 'down' fills it from the row before, which rows on their own do not have. Write the values into these rows and upload them again.",
            await run.RefusalAsync(Changed(await run.WorkbookAsync(), sheet => (sheet.Cell(2, 3).Value, sheet.Cell(3, 3).Value) = ("2", "4"))));
        await run.RepairAsync(sheet => (sheet.Cell(2, 2).Value, sheet.Cell(2, 3).Value) = ("Rome", "2"));

        Assert.Equal(["Rome,1", "Oslo,3", "Rome,2"], await run.RowsAsync());
    }

    [Fact]
    public async Task ColumnsThatTheFileCallsOtherwise_AreCorrectedUnderTheFilesNames()
    {
        var run = await OfAsync("Full Name;Preis\nAnn;1,50\nBob;viel\n", new()
        {
            Source = new() { DecimalSeparator = ",", Renames = [new("Full Name", "name"), new("Preis", "price")] },
            Mapping = [new("name"), new("price", Type: ColumnType.Decimal)],
        });

        await run.RepairAsync(sheet =>
        {
            Assert.Equal(["rejected row", "Full Name", "Preis", "why it was rejected"], sheet.Row(1).CellsUsed().Select(cell => cell.GetString()));
            Assert.True(sheet.Cell(2, 3).HasComment);
            sheet.Cell(2, 3).Value = "2,75";
        });

        Assert.Equal(["Ann,1.500000000", "Bob,2.750000000"], await run.RowsAsync());
    }

    [Fact]
    public async Task RuleOnARenamedColumnThatTheResultDrops_MarksItsCell()
    {
        var run = await OfAsync("Full Name;Preis;price\nAnn;1,50;a\nBob;;b\n", new()
        {
            Source = new() { DecimalSeparator = ",", Renames = [new("Full Name", "name"), new("Preis", "cost"), new("price", "Preis")] },
            Mapping = [new("name")],
            Rules = [Recipes.Rule("priced", RuleType.NotNull, "cost"), Recipes.Rule("known", RuleType.AllowedValues, "Preis", """{"values":["a"]}""")],
        });

        using var book = new XLWorkbook(new MemoryStream(await run.WorkbookAsync()));

        var sheet = book.Worksheet("Rejects");
        Assert.Equal([3, 4], sheet.Row(2).Cells(1, 5).Where(cell => cell.HasComment).Select(cell => cell.Address.ColumnNumber));
        Assert.Equal("priced: The value is missing.", sheet.Cell(2, 3).Comment.Text);
    }

    [Fact]
    public async Task RowsThatAWorkbookCannotHold_StandOnASheetOfTheirOwn()
    {
        var run = await OfAsync($"id,n\n1,{new string('x', 40_000)},\n2,{new string('y', 70_000)},\n3,z,\n", new() { Source = new() { HeaderRows = 1, SkipRows = 0 } });

        using var book = new XLWorkbook(new MemoryStream(await run.WorkbookAsync()));

        Assert.Equal(["4"], book.Worksheet("Rejects").Column(1).CellsUsed().Skip(1).Select(cell => cell.GetString()));
        Assert.Equal(["2", "3"], book.Worksheet("Too long").Column(1).CellsUsed().Skip(1).Select(cell => cell.GetString()));
        Assert.Equal("Its field 2 has 40,000 characters; a cell holds 32,767.", book.Worksheet("Too long").Cell(2, 2).GetString());
    }
}
