using System.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>How a cell looks: its place among the styles of <see cref="WorkbookParts.Styles"/>.</summary>
internal enum CellStyle
{
    /// <summary>As the program that opens it likes.</summary>
    Plain,

    /// <summary>Whatever is typed stays as it is typed: no 007 becomes 7, no 1/2 a day.</summary>
    Text,

    /// <summary>Text in bold.</summary>
    Header,

    /// <summary>Text on the colour for what is bad.</summary>
    Failing,

    /// <summary>Text whose line breaks show.</summary>
    TextLines,

    /// <summary>A header whose line breaks show.</summary>
    HeaderLines,

    /// <summary>Failing text whose line breaks show.</summary>
    FailingLines,
}

/// <summary>The parts of a workbook that say what the others are (ECMA-376 part 1, 18.2 and 18.8; part 2).</summary>
internal static class WorkbookParts
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>The styles, in the order of <see cref="CellStyle"/>; 49 is the number format "text".</summary>
    public static string Styles { get; } = $"""
        <styleSheet xmlns="{Main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/></patternFill></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{Xf(0, 0, false)}{Xf(1, 0, false)}{Xf(0, 2, false)}{Xf(0, 0, true)}{Xf(1, 0, true)}{Xf(0, 2, true)}</cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """;

    /// <summary>The same look with its line breaks shown.</summary>
    public static CellStyle Wrapped(CellStyle style) => style switch
    {
        CellStyle.Header => CellStyle.HeaderLines,
        CellStyle.Failing => CellStyle.FailingLines,
        _ => CellStyle.TextLines,
    };

    /// <summary>What kind of part each is.</summary>
    public static string ContentTypes(int sheets) =>
        $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"""
        + $"""<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Override PartName="/xl/comments1.xml" ContentType="{SpreadsheetType}.comments+xml"/>"""
        + $"""<Override PartName="/xl/workbook.xml" ContentType="{SpreadsheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{SpreadsheetType}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{SpreadsheetType}.sharedStrings+xml"/>"""
        + Each(sheets, number => $"""<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{SpreadsheetType}.worksheet+xml"/>""")
        + "</Types>";

    /// <summary>Where the workbook is.</summary>
    public static string PackageRelationships { get; } = Relationships(("officeDocument", "xl/workbook.xml"));

    /// <summary>The workbook: its sheets, and over which range of the first one rows are filtered.</summary>
    public static string Workbook(IReadOnlyList<string> sheets, string filter) =>
        $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><bookViews><workbookView/></bookViews><sheets>"""
        + Each(sheets.Count, number => $"""<sheet name="{sheets[number - 1]}" sheetId="{number}" r:id="rId{number}"/>""")
        + $"""</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{sheets[0]}!{filter}</definedName></definedNames></workbook>""";

    /// <summary>Where its sheets, styles and shared texts are.</summary>
    public static string WorkbookRelationships(int sheets) =>
        Relationships([.. Enumerable.Range(1, sheets).Select(number => ("worksheet", $"worksheets/sheet{number}.xml")), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]);

    /// <summary>Where the first sheet's comments are.</summary>
    public static string NotesRelationships { get; } = Relationships(("comments", "../comments1.xml"), ("vmlDrawing", "../drawings/vmlDrawing1.vml"));

    /// <summary>What stands before a sheet's rows: all its cells are text, and the first row and column stay in sight.</summary>
    public static string SheetHead { get; } =
        $"""<worksheet xmlns="{Main}" xmlns:r="{Office}"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>"""
        + $"""<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{CellReference.MostColumns}" width="9.140625" style="{(int)CellStyle.Text}" customWidth="1"/></cols><sheetData>""";

    /// <summary>What stands behind them: the range that is filtered, and where the comments' boxes are.</summary>
    public static string SheetTail(string filter) =>
        $"""</sheetData><autoFilter ref="{filter}"/><legacyDrawing r:id="rId2"/></worksheet>""";

    private static string Xf(int font, int fill, bool isWrapped) =>
        $"""<xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" """
        + (isWrapped ? """applyAlignment="1"><alignment wrapText="1"/></xf>""" : "/>");

    private static string Relationships(params ReadOnlySpan<(string Type, string Target)> targets)
    {
        var xml = new StringBuilder($"""<Relationships xmlns="{Package}/relationships">""");
        for (var i = 0; i < targets.Length; i++)
            xml.Append(null, $"""<Relationship Id="rId{i + 1}" Type="{Office}/{targets[i].Type}" Target="{targets[i].Target}"/>""");
        return xml.Append("</Relationships>").ToString();
    }

    private static string Each(int count, Func<int, string> part) => string.Concat(Enumerable.Range(1, count).Select(part));
}
