using System.Text;
using Ingestion.Core.Docx;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;
using static Ingestion.Core.Tests.Documents.WordBytes;

namespace Ingestion.Core.Tests.Documents;

/// <summary>Numbers and marks of Word's lists, as Word shows them.</summary>
public sealed class WordListTests
{
    private const string Bulleted = "\uF0B7";

    [Theory]
    [InlineData("decimal", 12, "12")]
    [InlineData("decimalZero", 7, "07")]
    [InlineData("lowerLetter", 26, "z")]
    [InlineData("lowerLetter", 28, "bb")]
    [InlineData("upperLetter", 53, "AAA")]
    [InlineData("upperLetter", 781, "781")]
    [InlineData("lowerRoman", 1994, "mcmxciv")]
    [InlineData("upperRoman", 4, "IV")]
    [InlineData("upperRoman", 0, "0")]
    [InlineData("upperRoman", 999_999_999, "999999999")]
    [InlineData("ordinal", 1, "1st")]
    [InlineData("ordinal", 12, "12th")]
    [InlineData("ordinal", 103, "103rd")]
    [InlineData("none", 5, "")]
    [InlineData("chineseCounting", 5, "5")]
    public void Number_IsWrittenInItsFormat(string format, int number, string expected)
    {
        var text = new StringBuilder();

        ListNumber.Append(text, number, format);

        Assert.Equal(expected, text.ToString());
    }

    [Fact]
    public void Levels_CountUnderEachOtherAndBeginAnewBelowANextOne() => AssertNumbers(
        new WordBytes().List(7, (1, "decimal", "%1."), (1, "decimal", "%1.%2"), (1, "lowerLetter", "%3)"), (1, "bullet", Bulleted)).Number(1, 7)
            .Paragraphs("1/0 one", "1/1 a", "1/1 b", "1/2 c", "1/2 d", "text", "1/1 e", "1/2 f", "1/3 g", "1/0 two", "1/1 h"),
        "1.", "1.1", "1.2", "a)", "b)", "", "1.3", "a)", "•", "2.", "2.1");

    [Fact]
    public void Numbers_OfOneList_GoOnUnlessOneSaysWhereItBegins() => AssertNumbers(
        new WordBytes().List(7, (3, "upperRoman", "(%1)")).Number(1, 7).Number(2, 7).Number(3, 7, start: 1).List(8, (1, "decimal", "%1")).Number(4, 8)
            .Paragraphs("1/0 a", "1/0 b", "2/0 c", "3/0 d", "3/0 e", "1/0 f", "4/0 g", "0/0 h", "9/0 i"),
        "(III)", "(IV)", "(V)", "(I)", "(II)", "(III)", "1", "", "");

    [Fact]
    public void LevelPassedOver_HasItsFirstNumberFromThenOn() => AssertNumbers(
        new WordBytes().List(7, (1, "decimal", "%1"), (1, "decimal", "%1.%2")).Number(1, 7).Paragraphs("1/1 a", "1/1 b", "1/0 c"),
        "1.1", "1.2", "2");

    [Fact]
    public void Restart_IsAsTheLevelSays() => AssertNumbers(
        new WordBytes().Raw($"""
            <w:abstractNum w:abstractNumId="7">{Level(0, 1, "decimal", "%1")}{Level(1, 1, "upperRoman", "%2")}{Level(2, 1, "decimal", "%1-%2-%3", "<w:lvlRestart w:val='1'/><w:isLgl/>")}{Level(3, 1, "decimal", "%4", "<w:lvlRestart w:val='0'/>")}</w:abstractNum>
            """).Number(1, 7)
            .Paragraphs("1/0 a", "1/1 b", "1/2 c", "1/3 d", "1/1 e", "1/2 f", "1/3 g", "1/0 h", "1/1 i", "1/2 j"),
        "1", "I", "1-1-1", "1", "II", "1-2-2", "2", "2", "I", "2-1-1");

    [Fact]
    public void Style_SaysWhichListAndTheListWhichLevel() => AssertNumbers(
        new WordBytes().Raw($"<w:abstractNum w:abstractNumId=\"7\">{Level(0, 1, "decimal", "%1", "<w:pStyle w:val='H1'/>")}{Level(1, 1, "decimal", "%1.%2", "<w:pStyle w:val='H2'/>")}</w:abstractNum>").Number(1, 7)
            .Styles("""
                <w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
                <w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>
                <w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
                """)
            .Body(Styled("H1", "a") + Styled("H2", "b") + Styled("H2", "c") + Styled("Plain", "d") + Styled("H1", "e", "<w:numPr><w:numId w:val='0'/></w:numPr>") + Styled("H1", "f")),
        "1", "1.1", "1.2", "", "", "2");

    [Fact]
    public void ListThatLooksLikeAStyle_IsThatStylesList() => AssertNumbers(
        new WordBytes().Raw($"<w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"Legal\"/></w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:styleLink w:val=\"Legal\"/>{Level(0, 1, "upperLetter", "§ %1")}</w:abstractNum>")
            .Number(5, 1).Number(6, 2, more: $"<w:lvlOverride w:ilvl=\"0\">{Level(0, 9, "decimal", "No. %1")}</w:lvlOverride>").Paragraphs("5/0 a", "5/0 b", "6/0 c"),
        "§ A", "§ B", "No. 3");

    [Fact]
    public void ParagraphsThatAreNoRows_CountToo() => AssertNumbers(
        new WordBytes().List(7, (1, "decimal", "%1.")).Number(1, 7).Body(
            Paragraph("1/0 a") + Paragraph("1/0 ") + $"<w:tbl><w:tr><w:tc>{Paragraph("1/0 in a cell")}</w:tc></w:tr></w:tbl>" + Paragraph("1/0 b")),
        "1.", "4.");

    [Fact]
    public void WhatAParagraphWasBeforeATrackedChange_IsNotWhatItIs()
    {
        var run = EngineRun.Of(new WordBytes().List(7, (1, "decimal", "%1.")).Number(1, 7)
            .Styles("""<w:style w:type="paragraph" w:styleId="New"><w:name w:val="new"/></w:style><w:style w:type="paragraph" w:styleId="Old"><w:name w:val="old"/></w:style>""")
            .Body(Styled("New", "a", "<w:pPrChange><w:pPr><w:pStyle w:val='Old'/><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange>")).ToArray());

        Assert.Equal(["new,,,a"], run.Rows);
    }

    [Theory]
    [InlineData("\uF0B7", "•")]
    [InlineData("\uF0A7", "▪")]
    [InlineData("\uF0FC", "✓")]
    [InlineData("o", "o")]
    [InlineData("–", "–")]
    [InlineData(" ", "")]
    public void Bullet_OfASymbolFont_IsTheMarkThatIsSeen(string mark, string expected) => Assert.Equal(expected, ListNumber.Bullet(mark));

    [Theory]
    [InlineData("Test 6:,", "•,List item 1", "•,List item 2", "o,List item 1.1", "o,List item 1.2", "▪,List item 1.2.1", "•,List item 3")]
    [InlineData("non-empty text,", "1.,ORCHARD MAP AND GARDEN NOTES", "1.1,Morning Walk")]
    public void RealLists_AreAsWordShowsThem(string heading, params string[] expected)
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-docx/docx_lists.docx"), new() { Source = new() { Table = "paragraphs" } });

        Assert.Equal(expected, run.Rows
            .Where(row => row.Contains(heading, StringComparison.Ordinal)).Select(row => row[(row.IndexOf(heading, StringComparison.Ordinal) + heading.Length)..]).Take(expected.Length));
    }

    private static string Styled(string style, string text, string more = "") =>
        $"<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static void AssertNumbers(WordBytes document, params string[] expected)
    {
        var run = EngineRun.Of(document.ToArray(), new() { Source = new() { Table = "paragraphs" } });

        Assert.Equal(["style", "heading_path", "number", "text"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal(expected, run.Rows.Select(row => row.Split(',')[2]));
    }
}
