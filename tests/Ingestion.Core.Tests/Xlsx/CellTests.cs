namespace Ingestion.Core.Tests.Xlsx;

/// <summary>What single cells mean.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("""<c r="A1"><v>15</v></c>""", "A=#15")]
    [InlineData("""<c r="A1" t="n"><v>1.1000000000000001</v></c>""", "A=#1.1")]
    [InlineData("""<c r="A1"><v>1.0</v></c>""", "A=#1")]
    [InlineData("""<c r="A1"><v>007</v></c>""", "A=#7")]
    [InlineData("""<c r="A1" t="str"><v>007</v></c>""", "A=007")]
    [InlineData("""<c r="A1" t="inlineStr"><is><t>007</t></is></c>""", "A=007")]
    [InlineData("""<c r="A1"><v>9.9999999999999995E-8</v></c>""", "A=#1E-07")]
    [InlineData("""<c r="A1"><v> 12 </v></c>""", "A=#12")]
    [InlineData("""<c r="A1"><v>twelve</v></c>""", "A=twelve")]
    [InlineData("""<c r="A1"><v>1e999</v></c>""", "A=1e999")]
    [InlineData("""<c r="A1" t="b"><v>1</v></c>""", "A=!TRUE")]
    [InlineData("""<c r="A1" t="b"><v>0</v></c>""", "A=!FALSE")]
    [InlineData("""<c r="A1" t="e"><v>#DIV/0!</v></c>""", "A=~#DIV/0!")]
    [InlineData("""<c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>""", "A=ab")]
    [InlineData("""<c r="A1"><f>1+1</f><v>2</v></c>""", "A=#2")]
    [InlineData("""<c r="A1"><f t="shared" si="0"/><v>2</v></c>""", "A=#2")]
    [InlineData("""<c r="A1" t="str"><v> kept </v></c>""", "A=·kept·")]
    [InlineData("""<c r="A1" t="str"><v>a_x000D_b_x005F_x000D_</v></c>""", "A=a\\rb_x000D_")]
    [InlineData("""<c r="A1" t="inlineStr"><is><t>_xD83D__xDE00_ _xD83D_</t></is></c>""", "A=😀 \uFFFD")]
    [InlineData("""<c r="A1" t="inlineStr"><is><t>&lt;&#65;&#x42;&amp;&quot;&apos;&gt;</t></is></c>""", "A=<AB&\"'>")]
    [InlineData("""<c r="A1" t="inlineStr"><is><t>&#0;&#xD800;</t></is></c>""", "A=\uFFFD\uFFFD")]
    [InlineData("""<c r="A1" t="inlineStr"><is><t>a<![CDATA[ <b> ]]>c</t></is></c>""", "A=a <b> c")]
    [InlineData("""<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></is></c>""", "A=rich text")]
    [InlineData("<c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb\rc</t></is></c>", "A=a\\nb\\nc")]
    [InlineData("<c r=\"A1\" t=\"inlineStr\"><is><t><![CDATA[\r\na&amp;\rb ]]></t></is></c>", "A=\\na&amp;\\nb·")]
    [InlineData("""<c r='A1' s = "0" t="inlineStr" ><is><t >quoted</t></is></c >""", "A=quoted")]
    [InlineData("""<c t="str" vm="1" cm="1" r="B1"><v>b</v></c>""", "B=b")]
    [InlineData("""<c><v>1</v></c><c><v>2</v></c><c r="F1"><v>6</v></c><c><v>7</v></c>""", "A=#1 B=#2 F=#6 G=#7")]
    [InlineData("""<c r="C1"><v>3</v></c><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>""", "A=#1 B=#2 C=#3")]
    [InlineData("""<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="A1"><v>3</v></c>""", "A=#3 B=#2")]
    [InlineData("""<c r="A1"><!-- <v>0</v> --><v>1</v><extLst><ext><v>9</v></ext></extLst></c><?x y?>""", "A=#1")]
    [InlineData("""<c r="XFD1"><v>1</v></c>""", "XFD=#1")]
    [InlineData("""<c r="A1" s="4000000000"><v>1</v></c>""", "A=#1")]
    [InlineData("""<c r="A1" t="d"><v>2024-03-01T10:00:00.5000Z</v></c>""", "A=@2024-03-01T10:00:00.5")]
    [InlineData("""<c r="A1" t="d"><v>2024-03-01 10:00</v></c>""", "A=@2024-03-01T10:00:00")]
    [InlineData("""<c r="A1" t="d"><v>10:00</v></c>""", "A=@10:00:00")]
    [InlineData("""<c r="A1" t="d"><v>2024-02-30</v></c>""", "A=2024-02-30")]
    public void Read_Cell_GivesItsValueAndKind(string cells, string expected) =>
        Assert.Equal("1: " + expected, WorkbookBytes.OfCells(cells).Read());

    [Theory]
    [InlineData("<c r=\"A1\"/>")]
    [InlineData("<c r=\"A1\"><v/></c>")]
    [InlineData("<c r=\"A1\" t=\"s\"><v></v></c>")]
    [InlineData("<c r=\"A1\" t=\"s\"><v>2</v></c>")]
    [InlineData("<c r=\"A1\" t=\"inlineStr\"><is><t> \n </t></is></c>")]
    [InlineData("<c r=\"A1\" t=\"str\"><f>\"\"</f><v></v></c>")]
    public void Read_RowOfEmptyCells_IsNotGiven(string cells) =>
        Assert.Equal("", WorkbookBytes.OfCells(cells).WithShared("<si><t>a</t></si><si><t>b</t></si><si/>").Read());

    [Fact]
    public void Read_SharedTexts_AreFoundInAnyOrder()
    {
        var workbook = WorkbookBytes
            .OfCells("""<c r="A1" t="s"><v>3</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>3</v></c><c r="D1" t="s"><v>1</v></c>""")
            .WithShared("""<si><t>zero</t></si><si><r><t>o</t></r><r><t xml:space="preserve">ne </t></r><phoneticPr/></si><si><t>two</t></si><si><t>three</t><rPh><t>san</t></rPh></si>""");

        Assert.Equal("1: A=three B=zero C=three D=one·", workbook.Read());
    }

    [Fact]
    public void Read_InvalidUtf8_IsReplaced()
    {
        var sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a?b</t></is></c></row></sheetData></worksheet>"u8.ToArray();
        sheet[Array.IndexOf(sheet, (byte)'?')] = 0xFF;

        Assert.Equal("1: A=a\uFFFDb", WorkbookBytes.OfCells("").With("xl/worksheets/sheet1.xml", sheet).Read());
    }

    [Fact]
    public void Read_SharedTextsOfAllLengths_AreWhole()
    {
        var texts = Enumerable.Range(0, 20_000).Select(i => new string((char)('a' + (i % 26)), i % 1000 == 7 ? 20_000 + i : i % 50)).ToList();
        var workbook = WorkbookBytes
            .OfRows(string.Concat(texts.Select((_, i) => $"<row><c t=\"str\"><v>{i}</v></c><c t=\"s\"><v>{i}</v></c></row>")))
            .WithShared(string.Concat(texts.Select(text => $"<si><t>{text}</t></si>")));

        Assert.Equal(string.Join('\n', texts.Select((text, i) => $"{i + 1}: A={i}{(text == "" ? "" : " B=" + text)}")), workbook.Read());
    }
}
