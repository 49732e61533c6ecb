using System.Text;
using Ingestion.Core.Documents;
using Ingestion.Core.Xlsx;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>Where rows, cells and parts stand, and what is left out or filled.</summary>
public sealed class LayoutTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    [Theory]
    [InlineData("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", "1: A=#1\n2: A=#2")]
    [InlineData("<row r=\"5\"><c><v>1</v></c></row><row><c><v>2</v></c></row>", "5: A=#1\n6: A=#2")]
    [InlineData("<row><c r=\"B7\"><v>1</v></c><c><v>2</v></c></row>", "7: B=#1 C=#2")]
    [InlineData("<row r=\"2\"><c r=\"A9\"><v>1</v></c></row>", "2: A=#1")]
    [InlineData("<row r=\"1\"/><row r=\"2\"></row><row r=\"3\"><c r=\"A3\"><v>3</v></c></row>", "3: A=#3")]
    [InlineData("<row r=\"1048576\"><c><v>1</v></c></row>", "1048576: A=#1")]
    public void Read_Rows_KnowTheirNumbers(string rows, string expected) => Assert.Equal(expected, WorkbookBytes.OfRows(rows).Read());

    [Fact]
    public void Read_SinkThatWantsNoMore_IsGivenNoMore()
    {
        var workbook = WorkbookBytes.OfRows("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row>").ToArray();

        Assert.Equal("1: A=#1\n2: A=#2\n", SheetText.Of(workbook, mostRows: 2));
    }

    [Theory]
    [InlineData(false, "1: A=#1 B=#2 C=#3 D=#4\n2: A=#5\n3: B=#6")]
    [InlineData(true, "1: A=#1 D=#4")]
    public void Read_Hidden_IsLeftOutWhereAsked(bool skipHidden, string expected)
    {
        var workbook = WorkbookBytes.OfRows(
            """
            <row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c><c r="D1"><v>4</v></c></row>
            <row r="2" hidden="1"><c r="A2"><v>5</v></c></row><row r="3" hidden="0"><c r="B3"><v>6</v></c></row>
            """,
            before: """<cols><col min="1" max="1" hidden="0"/><col min="2" max="3" hidden="true"/><col min="5" max="16384" hidden="1"/></cols>""");

        Assert.Equal(expected, workbook.Read(skipHidden: skipHidden));
    }

    [Fact]
    public void Read_FillMerged_ReachesRowsThatAreNotThereAndEndsWhereTheCellsEnd()
    {
        var workbook = WorkbookBytes.OfRows(
            """
            <row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>
            <row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>8</v></c></row><row r="5"><c r="B5"><v>9</v></c><c r="C5" t="b"><v>1</v></c></row>
            """,
            after: """<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:A1048576"/><mergeCell ref="D9:E9"/><mergeCell ref="B2"/></mergeCells>""");

        Assert.Equal("1: A=title B=title C=title\n2: A=#7 B=#8\n3: A=#7\n4: A=#7\n5: A=#7 B=#9 C=!TRUE", workbook.Read(fillMerged: true));
    }

    [Theory]
    [InlineData("1", true, "1: A=#7\n4: A=#7 B=#8\n5: B=#9")]
    [InlineData("1", false, "1: A=#7\n2: A=#7\n3: A=#7\n4: A=#7 B=#8\n5: B=#9\n6: B=#1")]
    [InlineData("0", true, "1: A=#7\n2: A=#7\n3: A=#7\n4: A=#7 B=#8\n5: B=#9")]
    public void Read_RowsHiddenByDefault_AreThoseThatTheSheetDoesNotList(string zeroHeight, bool skipHidden, string expected)
    {
        var workbook = WorkbookBytes.OfRows(
            """<row r="1"><c r="A1"><v>7</v></c></row><row r="4"><c r="B4"><v>8</v></c></row><row r="5" hidden="0"><c r="B5"><v>9</v></c></row><row r="6" hidden="1"><c r="B6"><v>1</v></c></row>""",
            before: $"""<sheetFormatPr defaultRowHeight="15" zeroHeight="{zeroHeight}"/>""",
            after: """<mergeCells><mergeCell ref="A1:A4"/></mergeCells>""");

        Assert.Equal(expected, workbook.Read(fillMerged: true, skipHidden: skipHidden));
    }

    [Fact]
    public void Read_FillMergedHiddenRow_StillFillsFromIt()
    {
        var workbook = WorkbookBytes.OfRows(
            """<row r="1" hidden="1"><c r="A1"><v>7</v></c></row><row r="2"><c r="B2"><v>8</v></c></row>""",
            after: """<mergeCells><mergeCell ref="A1:A2"/></mergeCells>""");

        Assert.Equal("2: A=#7 B=#8", workbook.Read(fillMerged: true, skipHidden: true));
    }

    [Fact]
    public void Open_Sheets_AreListedInOrderWithoutChartsAndWithTheirNames()
    {
        var bytes = new WorkbookBytes()
            .With("xl/workbook.xml", $"""
                <y:workbook xmlns:y="{Main}" xmlns:q="{Office}"><y:sheets><y:sheet name="A &amp; B" sheetId="1" q:id="x9"/><y:sheet name="Chart" sheetId="2" q:id="x8"/>
                <y:sheet name="Secret" sheetId="3" state="hidden" q:id="x7"/><y:sheet name="Lost" sheetId="4" q:id="none"/></y:sheets><y:extLst><y:ext><y:sheet name="no"/></y:ext></y:extLst></y:workbook>
                """)
            .With("xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="{Package}"><Relationship Id="x9" Type="{Office}/worksheet" Target="/Xl/../data/One.xml"/>
                <Relationship Id="x8" Type="{Office}/chartsheet" Target="c.xml"/><Relationship Id="x7" Type="{Office}/worksheet" Target="../data/two%20b.xml"/>
                <Relationship Id="x7" TargetMode="External" Type="{Office}/worksheet" Target="http://example.org/"/></Relationships>
                """)
            .With("data/one.xml", $"<worksheet xmlns=\"{Main}\"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>")
            .With("data/two b.xml", $"<p:worksheet xmlns:p=\"{Main}\"><p:sheetData><p:row><p:c><p:v>2</p:v></p:c></p:row></p:sheetData></p:worksheet>")
            .ToArray();
        using var document = XlsxDocument.Open(new MemoryStream(bytes), SheetText.Options, TestContext.Current.CancellationToken);

        Assert.Equal(
            [new(0, "A & B", TableKind.Sheet), new(1, "Secret", TableKind.Sheet, IsHidden: true), new(2, "Lost", TableKind.Sheet)],
            document.Tables);
        Assert.Equal("1: A=#1\n", SheetText.Of(document, document.Tables[0]));
        Assert.Equal("1: A=#2\n", SheetText.Of(document, document.Tables[1]));
        Assert.Equal("1: A=#1\n", SheetText.Of(document, document.Tables[0]));
        var lost = Assert.Throws<UnreadableSourceException>(() => SheetText.Of(document, document.Tables[2]));
        Assert.StartsWith("The sheet 'Lost' is listed in the workbook but not in the file", lost.Message);
    }

    [Theory]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-8", "utf-8")]
    [InlineData("iso-8859-1", "ISO-8859-1")]
    public void Read_OtherEncoding_IsTranscoded(string encoding, string declared)
    {
        var text = $"<?xml version=\"1.0\" encoding=\"{declared}\"?><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Müller</t></is></c></row></sheetData></worksheet>";
        var (plain, marked) = (Encoding.GetEncoding(encoding), Encoding.GetEncoding(encoding).GetPreamble());

        Assert.Equal("1: A=Müller", WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", plain.GetBytes(text)).Read());
        Assert.Equal("1: A=Müller", WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", [.. marked, .. plain.GetBytes(text)]).Read());
    }

    [Fact]
    public void Open_Macros_SaysThatTheyNeverRun()
    {
        using var document = XlsxDocument.Open(
            new MemoryStream(WorkbookBytes.OfRows("").With("xl/vbaProject.bin", "x").ToArray()), SheetText.Options, TestContext.Current.CancellationToken);

        Assert.StartsWith("The workbook holds macros. They never run here", Assert.Single(document.Notes));
    }

    [Fact]
    public void Read_FormulasWithoutValues_AreNotedOnce()
    {
        using var document = XlsxDocument.Open(
            new MemoryStream(WorkbookBytes.OfCells("<c r=\"A1\"><f>1+1</f></c><c r=\"B1\"><f>2+2</f></c><c r=\"C1\"><v>1</v></c>").ToArray()),
            SheetText.Options,
            TestContext.Current.CancellationToken);

        Assert.Equal("1: C=#1\n", SheetText.Of(document, document.Tables[0]));
        Assert.Equal("1: C=#1\n", SheetText.Of(document, document.Tables[0]));
        Assert.StartsWith("2 formulas of sheet 'Data' without a value", Assert.Single(document.Notes));
    }
}
