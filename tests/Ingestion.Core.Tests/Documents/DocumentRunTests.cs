using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;
using Ingestion.Core.Tests.Xlsx;

namespace Ingestion.Core.Tests.Documents;

/// <summary>Real workbooks and text documents, from their bytes to their result.</summary>
public sealed class DocumentRunTests
{
    [Theory]
    [InlineData("calamine-xlsx/readings.xlsx", null, null, "Station Text, Celsius Decimal, Humidity Integer, Pressure Integer", 3, "London,15.0,72,1013")]
    [InlineData("calamine-xlsx/any_sheets.xlsx", null, null, "column_1 Integer, column_2 Integer", 3, "1,2")]
    [InlineData("calamine-xlsx/table-multiple.xlsx", null, null, "Item Integer, Type Text, Quantity Integer", 4, "1,Apple,50")]
    [InlineData("calamine-xlsx/strict_iso_paths.xlsx", "ml_out", "A1:C76", "Item Text, Thickness Decimal, Number Off Bends Integer", 75, "150-031260-001_B,1.50,7")]
    [InlineData("calamine-xlsx/header-row.xlsx", null, null, "Columns Text, Column A Integer, Column B Integer, Column C Integer", 1, "put data here,1,2,3")]
    [InlineData("calamine-xlsx/no-header.xlsx", null, null, "column_1 Text, column_2 Integer", 2, "a,0")]
    [InlineData("docling-xlsx/xlsx_05_table_with_title.xlsx", null, null, "Year Integer, Freshwater Ducks Integer", 6, "2019,120")]
    [InlineData("docling-xlsx/xlsx_09_section_label_header.xlsx", null, null,
        "# Integer, Genre Text, Sub-Genre Text, Title Text, Author Text, Publisher Text, Added Integer", 2, "1,Fiction,Mystery,The Hound of the Baskervilles,Arthur Conan Doyle,George Newnes,1902")]
    [InlineData("docling-xlsx/xlsx_comments.xlsx", null, null, "Year Integer, Freshwater Ducks Integer, Saltwater Ducks Integer, Ducks Integer", 6, "2019,120,80,200")]
    [InlineData("docling-xlsx/xlsx_comments.xlsx", "Sheet1", "2", "Year Integer, Freshwater Ducks Integer, Saltwater Ducks Integer, Ducks Integer", 6, "2019,120,80,200")]
    [InlineData("docling-docx/word_tables.docx", null, null, "Header 0.0 Text, Header 0.1 Text, Header 0.2 Text", 2, "Cell 1.0,Cell 1.1,Cell 1.2")]
    [InlineData("docling-docx/unit_test_headers.docx", null, "paragraphs", "style Text, heading_path Text, number Text, text Text", 22, "Title,,,Test Document")]
    public void Job_OnADocument_HasItsRows(string file, string? sheet, string? table, string columns, int rows, string first)
    {
        var run = EngineRun.Of(CorpusFiles.Read(file), Of(new() { Sheet = sheet, Table = table }));

        Assert.Equal(columns, string.Join(", ", run.Layout.Columns.Select(column => $"{column.Name} {column.Type}")));
        Assert.Equal((rows, rows), ((int)run.Counts.Read, (int)run.Counts.Clean));
        Assert.Equal(first, run.Rows[0]);
    }

    [Theory]
    [InlineData("A303:B500", 197, "x303,y303", "1,1", "197,197")]
    [InlineData("A303:B", 197, "x303,y303", "1,1", "197,197")]
    [InlineData("B400:B450", 51, "column_1", "97", "147")]
    [InlineData("A1:B300", 299, "a1,b1", "2,2", "300,300")]
    [InlineData("A250:B310", 59, "column_1,column_2", "250,250", "7,7")]
    [InlineData(null, 497, "a1,b1", "2,2", "197,197")]
    public void Range_BehindTheRowsLookedAt_IsRead(string? range, int rows, string columns, string first, string last)
    {
        var cells = string.Concat(Enumerable.Range(1, 500).Where(row => row is not (301 or 302)).Select(row => row is 1 or 303
            ? $"<row r=\"{row}\"><c t=\"inlineStr\"><is><t>{(row == 1 ? "a" : "x")}{row}</t></is></c><c t=\"inlineStr\"><is><t>{(row == 1 ? "b" : "y")}{row}</t></is></c></row>"
            : $"<row r=\"{row}\"><c><v>{(row > 303 ? row - 303 : row)}</v></c><c><v>{(row > 303 ? row - 303 : row)}</v></c></row>"));
        var source = new SourceOptions { Table = range, HeaderRows = columns.StartsWith("column", StringComparison.Ordinal) ? 0 : 1, SkipRows = 0 };

        var run = EngineRun.Of(WorkbookBytes.OfRows(cells).ToArray(), Of(source) with { Mapping = [.. columns.Split(',').Select(name => new ColumnMapping(name, Type: ColumnType.Text))] }, new EngineOptions { SampleBytes = 1024 });

        Assert.Equal(columns, string.Join(',', run.Layout.Columns.Select(column => column.Name)));
        Assert.Equal((rows, first, last), (run.Rows.Length, run.Rows[0], run.Rows[^1]));
        Assert.Equal(range is null, run.Layout.Evidence.Contains("Tables were looked for down to row 52: what stands below it is read as this one's, unless source.table gives a range."));
    }

    [Fact]
    public void Headings_OfADocument_AreThePathOfItsParagraphs()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-docx/unit_test_headers.docx"), Of(new() { Table = "paragraphs" }));

        Assert.Contains("Normal,Section 1 > Section 1.1,,Paragraph 1.1.1", run.Rows);
    }

    [Theory]
    [InlineData(false, "Merged Cell 1.1 1.2,")]
    [InlineData(true, "Merged Cell 1.1 1.2,Merged Cell 1.1 1.2")]
    public void MergedCells_OfAWordTable_HaveTheirValueOnceOrEverywhere(bool fill, string row)
    {
        var rows = Enumerable.Range(1, 7).SelectMany(table => EngineRun.Of(
            CorpusFiles.Read("docling-docx/word_tables.docx"), Of(new() { Table = $"table {table}", FillMerged = fill, HeaderRows = 0 })).Rows).ToList();

        Assert.Contains(rows, found => found.Contains(row, StringComparison.Ordinal));
    }

    [Fact]
    public void ErrorCells_AreViolationsThatSayWhereTheyStand()
    {
        var run = EngineRun.Of(CorpusFiles.Read("calamine-xlsx/errors.xlsx"));

        Assert.Equal((7L, 7L), (run.Counts.Read, run.Counts.Rejected));
        var first = run.RejectedRows()[0];
        Assert.Equal(("Feuil1!A1", 1L, null, "#DIV/0!"), (first.Position, first.LineNumber, first.ByteOffset, first.Raw));
        var violation = Assert.Single(first.Violations);
        Assert.Equal((RuleSpec.CellErrorRuleId, "'#DIV/0!' is an error that the document itself shows, and no value."), (violation.RuleId, violation.Message));
    }

    [Theory]
    [InlineData("nowhere", null, "source.sheet: There is no sheet 'nowhere'. There are 'Visible', 'Hidden' (hidden), 'VeryHidden' (hidden).")]
    [InlineData("Visible", "Z1:Z9", null)]
    [InlineData("Visible", "9", "source.table: There is no table '9' on the sheet. Give its number or range: A1:B3.")]
    public void Options_ThatFindNothing_SayWhatThereIs(string sheet, string? table, string? message)
    {
        var recipe = Of(new() { Sheet = sheet, Table = table });
        if (message is null)
            Assert.Equal(0, EngineRun.Of(CorpusFiles.Read("calamine-xlsx/any_sheets.xlsx"), recipe).Counts.Clean);
        else
            Assert.Equal(message, EngineRun.Refusal(CorpusFiles.Read("calamine-xlsx/any_sheets.xlsx"), recipe));
    }

    [Fact]
    public void HeaderRows_MoreThanThereAreRows_AreRefused() =>
        Assert.Equal("'lines' has fewer rows than the 2 header rows that were told. Is source.headerRows right?", EngineRun.Refusal("a,b\n", Of(new() { HeaderRows = 2 })));

    [Fact]
    public void Workbook_WithoutASheet_SaysSo() => Assert.Equal(
        "The document holds no table and no text. Upload one that does.",
        EngineRun.Refusal(Xlsx.WorkbookBytes.OfRows("").With("xl/workbook.xml", "<workbook><sheets/></workbook>").ToArray()));

    [Fact]
    public void Preview_OfADocument_SaysWhereRowsStand()
    {
        var recipe = new Recipe { Rules = [new("warm", RuleType.Range, "Celsius", System.Text.Json.JsonDocument.Parse("""{"min": 13}""").RootElement)] };

        var preview = EngineRun.Preview(CorpusFiles.Read("calamine-xlsx/readings.xlsx"), recipe);

        Assert.Equal([("Sheet1!A2", RowVerdict.Kept), ("Sheet1!A3", RowVerdict.Kept), ("Sheet1!A4", RowVerdict.Rejected)],
            preview.Rows.Select(row => (row.Position!, row.Verdict)));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(300, 3)]
    [InlineData(1 << 20, 2)]
    public void Job_OnADocument_IsTheSameForAnyChunkSize(int chunkBytes, int workers)
    {
        var source = CorpusFiles.Read("calamine-xlsx/strict_iso_paths.xlsx");
        var recipe = new Recipe { Rules = [new("thick", RuleType.Range, "Thickness", System.Text.Json.JsonDocument.Parse("""{"min": 1.5}""").RootElement)] };

        var expected = EngineRun.Of(source, recipe);
        var actual = EngineRun.Of(source, recipe, new EngineOptions { ChunkBytes = chunkBytes }, workers);

        Assert.True(expected.Counts.Rejected > 0);
        Assert.Equal(expected.Account, actual.Account);
    }

    private static Recipe Of(SourceOptions source) => new() { Source = source };
}
