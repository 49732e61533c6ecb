using Ingestion.Core.Tests.Corpora;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>calamine's workbooks: what each really holds, looked up in its XML.</summary>
public sealed class CalamineTests
{
    /// <summary>A file and what it holds: each sheet's name after <c>---</c>, and its rows as <see cref="SheetText"/> writes them.</summary>
    public static TheoryData<string, string> Files { get; } = new()
    {
        {
            "any_sheets.xlsx",
            """
            --- Visible
            1: A=#1 B=#2
            2: A=#3 B=#4
            3: A=#5 B=#6
            5: A=This workbook contains 4 sheets: Visible, Hidden, VeryHidden and Chart
            --- Hidden (hidden)
            --- VeryHidden (hidden)
            """
        },
        {
            "column_row_ranges.xlsx",
            """
            --- Column ranges
            1: A=#0 B=#0 C=#0
            2: A=#0 B=#0 C=#0
            3: A=#0 B=#0 C=#0
            4: A=#0 B=#0 C=#0
            5: A=#0 B=#0 C=#0
            --- Row ranges
            1: A=#0 B=#0 C=#0 D=#0 E=#0
            2: A=#0 B=#0 C=#0 D=#0 E=#0
            3: A=#0 B=#0 C=#0 D=#0 E=#0
            """
        },
        {
            "date.xlsx",
            """
            --- Sheet1
            1: A=@2021-01-01 B=#15
            2: A=@2021-01-02 B=#16
            3: A=255:10:10 B=#17
            """
        },
        {
            "date_1904.xlsx",
            """
            --- Sheet1
            1: A=@2021-01-01 B=#15
            2: A=@2021-01-02 B=#16
            3: A=255:10:10 B=#17
            """
        },
        {
            "date_iso.xlsx",
            """
            --- Sheet
            1: A=@2021-01-01
            2: A=@2021-01-01T10:10:10
            3: A=@10:10:10
            4: A=This workbook contains datetime in ISO 8601
            5: A=Please, check source code of the file, if you resave it
            6: A=Created with openpyxl, see https://openpyxl.readthedocs.io/en/latest/datetime.html#using-the-iso-8601-format
            """
        },
        {
            "date_quoted_format.xlsx",
            """
            --- Sheet1
            1: A=@2021-01-01
            2: A=@2021-01-01
            3: A=@2021-01-01
            4: A=@2021-01-01
            """
        },
        {
            "empty_shared_string_value.xlsx",
            """
            --- Sheet1
            1: A=Name B=City C=Status
            2: A=Alice C=Active
            3: B=Berlin
            """
        },
        {
            "empty_sheet.xlsx",
            """
            --- Sheet1
            """
        },
        {
            "encoded_entities.xlsx",
            """
            --- Sheet1
            1: A=&
            2: A=\n
            """
        },
        {
            "errors.xlsx",
            """
            --- Feuil1
            1: A=~#DIV/0!
            2: A=~#NAME?
            3: A=~#VALUE!
            4: A=~#NULL!
            5: A=~#REF!
            6: A=~#NUM!
            7: A=~#N/A
            --- Feuil2
            --- Feuil3
            """
        },
        {
            "has_x000D_inline.xlsx",
            """
            --- Sheet1
            1: A=ABC\r\nDEF
            """
        },
        {
            "header-row.xlsx",
            """
            --- Sheet1
            3: C=Note 1
            9: A=Columns B=Column A C=Column B D=Column C
            10: A=put data here B=#1 C=#2 D=#3
            """
        },
        {
            "inlineStr_cdata.xlsx",
            """
            --- Sheet1
            1: A=Hello CDATA B=World
            2: A=12345 B=NormalText
            """
        },
        {
            "issue_174.xlsx",
            """
            --- Sheet1
            1: A=Your Ref # B=Contact Name C=Contact Number D=Address E=City F=Weight G=Pieces H=Material Cost I=SPL Instruction J=Remarks K=Your Company
            2: A=#123 B=Test Contact Name C=Test Contact Number D=Hello Address E=My City F=#1.5 G=#1 H=#1.201 I=Nothing SPL J=No Remarks K=My Company?
            """
        },
        {
            "merge_cells.xlsx",
            """
            --- Sheet1
            1: A=Row Merge C=Not Merged
            2: A=Column Merge B=Chunk Merged
            """
        },
        {
            "merged_range.xlsx",
            """
            --- Sheet1
            1: A=A1 B=B1 C=C1 E=E1 F=F1 G=G1 H=H1
            3: A=A3 B=B3 C=C3 E=E3 F=F3 G=G3 H=H3
            4: A=A4 B=B4 C=C4 E=E4 F=F4 G=G4 H=H4
            --- Sheet2
            1: A=A1 B=B1 C=C1 E=E1 F=F1
            3: B=B3 C=C3 E=E3
            4: B=B4 E=E4
            """
        },
        {
            "no-header.xlsx",
            """
            --- Feuille 1
            3: A=a B=#0
            4: A=b B=#1
            """
        },
        {
            "non_monotonic_si.xlsx",
            """
            --- Sheet1
            1: A=#1 B=#2 C=#3
            2: A=#2 B=#4 C=#6
            3: A=#3 B=#6 C=#9
            4: A=#4 B=#8 C=#12
            5: A=#5 B=#10 C=#15
            6: A=#6 B=#12 C=#18
            """
        },
        {
            "nonstandard-xml-ns-prefix.xlsx",
            """
            --- Sheet1
            1: A=a B=b
            2: A=#1 B=#3
            3: A=#2 B=#4
            """
        },
        {
            "readings.xlsx",
            """
            --- Sheet1
            1: A=Station B=Celsius C=Humidity D=Pressure
            2: A=London B=#15 C=#72 D=#1013
            3: A=Paris B=#18.5 C=#65 D=#1009
            4: A=Berlin B=#12 C=#80 D=#1017
            """
        },
        {
            "richtext-namespaced.xlsx",
            """
            --- Sheet1
            1: A=inline string\nLine 2\nLine 3 H=shared string\nLine 2\nLine 3
            --- Sheet2
            --- Sheet3
            """
        },
        {
            "shared_formula_simple.xlsx",
            """
            --- Sheet1
            1: A=#1 B=#2
            2: A=#2 B=#4
            3: A=#3 B=#6
            """
        },
        {
            "table-multiple.xlsx",
            """
            --- Sheet1
            1: A=Item B=Type C=Quantity
            2: A=#1 B=Apple C=#50
            3: A=#2 B=Banana C=#200
            4: A=#3 B=Orange C=#60
            5: A=#4 B=Pear C=#100
            --- Sheet2
            1: A=Item B=Price
            2: A=#1 B=#0.85
            3: A=#2 B=#0.75
            4: A=#3 B=#0.55
            5: A=#4 B=#0.45
            --- Sheet3
            1: A=Item B=Units
            2: A=#1 B=#1000
            3: A=#2 B=#500
            4: A=#3 B=#200
            5: A=#4 B=#50
            7: A=Item B=Units
            8: A=#1 B=#750
            9: A=#2 B=#800
            10: A=#3 B=#100
            11: A=#4 B=#70
            """
        },
        {
            "table_with_absolute_paths.xlsx",
            """
            --- table
            1: A=Item B=Name
            2: A=#100 B=North
            3: A=#200 B=South
            4: A=#101 B=West
            5: A=#290 B=East
            """
        },
        {
            "temperature-table.xlsx",
            """
            --- Sheet1
            1: A=label B=value
            2: A=celsius B=#22.2222
            3: A=fahrenheit B=#72
            --- Sheet2
            1: A=label2 B=value2
            2: A=something B=#12.5
            3: A=else B=#64
            """
        },
        {
            "whitespace_trim.xlsx",
            """
            --- inlineStr
            1: A=trimmed value B=value with tabs C=·\t\n D=clean text
            2: A=line1\nline2 B=··line1\nline2··
            3: A=日期 时间
            --- SharedStrings
            1: A=trimmed value B=··preserved value·· D=clean text
            2: A=line1\nline2 B=··line1\nline2··
            3: A=日期 时间
            """
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_File_GivesItsRows(string file, string expected) =>
        Assert.Equal(expected, SheetText.OfAll(CorpusFiles.Read($"calamine-xlsx/{file}")));

    [Fact]
    public void Read_StrictWorkbook_GivesItsSeventyFiveParts()
    {
        var rows = SheetText.Of(CorpusFiles.Read("calamine-xlsx/strict_iso_paths.xlsx")).TrimEnd('\n').Split('\n');

        Assert.Equal(76, rows.Length);
        Assert.StartsWith("1: A=Item B=Thickness C=Number Off Bends D=Number Off Fold Tracks E=Number Off Bend Downs", rows[0]);
        Assert.EndsWith("P=Weight Q=Volume R=GoldenRun", rows[0]);
        Assert.Equal("2: A=150-031260-001_B B=#1.5 C=#7 D=#4 E=#5 F=#2 G=#78.46 H=#2153.93 I=#1516.12 J=#1051527.3933333333 K=#2190 L=#496.64 M=#2158 N=#244 O=#269.56 P=#12.618328720000001 Q=#1577291.09 R=#104", rows[1]);
        Assert.Equal("76: A=#1622530102 B=#1.25 C=#2 D=#1 E=#1 F=#1 G=#808 H=#808 I=#808 J=#51409 K=#808 L=#63.09 M=#808 N=#42 O=#25 P=#0.51409 Q=#64261.25 R=#15", rows[75]);
        Assert.Equal(3239, rows.Skip(1).Sum(row => int.Parse(row[(row.LastIndexOf('#') + 1)..], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Open_GarbledRelationships_SaysWhichPart()
    {
        var thrown = Assert.Throws<UnreadableSourceException>(() => SheetText.OfAll(CorpusFiles.Read("calamine-xlsx/issue252.xlsx")));

        Assert.StartsWith("The part xl/_rels/workbook.xml.rels of the file is damaged: it should have 697 bytes, and has more.", thrown.Message);
    }

    [Fact]
    public void Open_PasswordProtected_SaysHowToRemoveIt()
    {
        var thrown = Assert.Throws<UnreadableSourceException>(() => SheetText.OfAll(CorpusFiles.Read("calamine-xlsx/pass_protected.xlsx")));

        Assert.StartsWith("The workbook is protected by a password", thrown.Message);
        Assert.Contains("remove the password", thrown.Message);
    }

    [Theory]
    [InlineData("merge_cells.xlsx", 0, """
        1: A=Row Merge B=Row Merge C=Not Merged
        2: A=Column Merge B=Chunk Merged C=Chunk Merged D=Chunk Merged
        3: A=Column Merge B=Chunk Merged C=Chunk Merged D=Chunk Merged
        4: A=Column Merge B=Chunk Merged C=Chunk Merged D=Chunk Merged

        """)]
    [InlineData("merged_range.xlsx", 1, """
        1: A=A1 B=B1 C=C1 D=C1 E=E1 F=F1 G=F1 H=F1
        2: A=A1 B=B1 C=C1 D=C1 E=E1 F=F1 G=F1 H=F1
        3: A=A1 B=B3 C=C3 D=C3 E=E3 F=F1 G=F1 H=F1
        4: A=A1 B=B4 C=C3 D=C3 E=E4 F=F1 G=F1 H=F1

        """)]
    public void Read_FillMerged_GivesEveryCellItsRangesValue(string file, int sheet, string expected) =>
        Assert.Equal(expected, SheetText.Of(CorpusFiles.Read($"calamine-xlsx/{file}"), sheet, SheetText.Options with { FillMerged = true }));
}
