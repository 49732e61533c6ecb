using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Documents;

/// <summary>Docling's Word documents, each with what a reader of it sees.</summary>
public sealed class DoclingDocxTests
{
    [Theory]
    [InlineData("Strict.docx", "Normal,,,Some text", 1)]
    [InlineData("Transitional.docx", "Normal,,,Some text", 1)]
    [InlineData("docx_comments.docx", "Title,,,Document with Comments", 5)]
    [InlineData("docx_lists.docx", "heading 1,,,Test Document", 66)]
    [InlineData("textbox.docx", "Normal,,,Chiayi County Shuishang Township Nanjing Elementary School Affiliated Kindergarten", 16)]
    public void Paragraphs_AreWhatThePageShows(string file, string first, int rows)
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-docx/" + file), Of("paragraphs"));

        Assert.Equal((first, rows), (run.Rows[0], (int)run.Counts.Clean));
    }

    [Fact]
    public void LoremIpsum_IsFiveWholeParagraphs()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-docx/lorem_ipsum.docx"));

        Assert.Equal(5, run.Counts.Clean);
        Assert.StartsWith("Normal,,,\"Lorem ipsum dolor sit amet, consectetur adipiscing elit. Proin elit mi,", run.Rows[0], StringComparison.Ordinal);
        Assert.StartsWith("Normal,,,\"Nunc vehicula mattis erat ac consectetur.", run.Rows[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_AreNoText() =>
        Assert.Contains("Normal,Document with Comments,,This paragraph has an anonymous comment.", EngineRun.Of(CorpusFiles.Read("docling-docx/docx_comments.docx")).Rows);

    [Fact]
    public void ListItems_StandUnderTheirHeading() =>
        Assert.Contains("List Paragraph,Test Document > Test 6:,▪,List item 1.2.1", EngineRun.Of(CorpusFiles.Read("docling-docx/docx_lists.docx")).Rows);

    [Fact]
    public void TextBox_IsTextOfTheParagraphThatHoldsIt() =>
        Assert.Contains("Student falls ill\nSuggested Reportable Symptoms:\n＊ Fever\n＊ Cough\n＊ Diarrhea\n＊ Vomiting", EngineRun.Of(CorpusFiles.Read("docling-docx/textbox.docx")).Csv, StringComparison.Ordinal);

    [Theory]
    [InlineData("tablecell.docx", "table 3", "Tab1,Tab2,Tab3\nA,B,C\nD,E,F\n")]
    [InlineData("docx_rich_cells.docx", "table 3", "A,B,C\nCell 1,Cell 2,Cell 3\n")]
    [InlineData("docx_rich_cells.docx", "table 5", "Column A,Column B\nOnly text,\nText and picture,\n")]
    [InlineData("word_tables.docx", "table 3", "Header 0.0,Header 0.1,Header 0.2,Header 0.3\nCell 1.0,Merged Cell 1.1 1.2,,Cell 1.3\nCell 2.0,Merged Cell 2.1 2.2,,Cell 2.3\n")]
    [InlineData("word_tables.docx", "table 4", "Header 0.0,Header 0.1,Header 0.2\nCell 1.0,Merged Cell 1.1 2.1,Cell 1.2\nCell 2.0,,Cell 2.2\nCell 3.0,Merged Cell 3.1 4.1,Cell 3.2\nCell 4.0,,Cell 4.2\n")]
    public void Table_HasItsCells(string file, string table, string csv) =>
        Assert.Equal(csv, EngineRun.Of(CorpusFiles.Read("docling-docx/" + file), new Recipe { Source = new() { Table = table, HeaderRows = 1 } }).Csv);

    [Fact]
    public void NestedTable_IsTextOfItsCellToo() =>
        Assert.Contains("\"A\tB\tC\nCell 1\tCell 2\tCell 3\",\"Rich cell\nA nested table\n\nA\tB\tC\nCell 1\tCell 2\tCell 3\"", EngineRun.Of(CorpusFiles.Read("docling-docx/docx_rich_cells.docx"), Of("table 2")).Csv, StringComparison.Ordinal);

    private static Recipe Of(string table) => new() { Source = new() { Table = table } };
}
