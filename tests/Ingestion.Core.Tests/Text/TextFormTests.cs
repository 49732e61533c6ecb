using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Text;

/// <summary>Text that is no plain delimited text, from its bytes to its result.</summary>
public sealed class TextFormTests
{
    [Fact]
    public void FixedWidth_WithCommonGaps_IsCutAtThem()
    {
        var run = EngineRun.Of("""
            id    name            amount
            1     Ada Lovelace      1.50
            2     Grace Hopper     20.00
            10    Alan             -3.25
            """);

        Assert.Equal(["id", "name", "amount"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal([ColumnType.Integer, ColumnType.Text, ColumnType.Decimal], run.Layout.Columns.Select(column => column.Type));
        Assert.Equal(["1,Ada Lovelace,1.50", "2,Grace Hopper,20.00", "10,Alan,-3.25"], run.Rows);
        Assert.Contains(run.Layout.Evidence, line => line.StartsWith("Fields stand at fixed places, columns begin with the characters 0, 6,", StringComparison.Ordinal));
    }

    [Fact]
    public void FixedWidth_ColumnsAsTold_CutsThere()
    {
        var run = EngineRun.Of("0001Ada  19851210\n0002Grace19061209\n", Of(new() { TextLayout = TextLayout.FixedWidth, ColumnStarts = [0, 4, 9], HeaderRows = 0 }));

        Assert.Equal(["0001,Ada,19851210", "0002,Grace,19061209"], run.Rows);
    }

    [Fact]
    public void FixedWidth_NonAsciiText_CountsCharacters()
    {
        var run = EngineRun.Of("Zoë  1\nÅsa  2\nBjörk3\n", Of(new() { TextLayout = TextLayout.FixedWidth, ColumnStarts = [0, 5], HeaderRows = 0 }));

        Assert.Equal(["Zoë,1", "Åsa,2", "Björk,3"], run.Rows);
    }

    [Fact]
    public void Sniff_FixedWidthInAnotherEncoding_ShowsItsOwnForm()
    {
        var sniffed = EngineRun.Of(Core.Plans.SourceOptionsCheck.Find("utf-16")!.GetBytes("name    n\r\nZoë     1\r\nÅsa     2\r\nÖrjan   3\r\n"), Of(new() { Encoding = "utf-16" })).Layout.ToSniffResult();

        Assert.Equal("utf-16", sniffed.Encoding);
        Assert.Equal(("", "", "CRLF", "", TextLayout.FixedWidth), (sniffed.Dialect.Delimiter, sniffed.Dialect.Quote, sniffed.Dialect.LineEnd, sniffed.Dialect.Escape, sniffed.Dialect.TextLayout));
        Assert.Equal([0, 8], sniffed.Dialect.ColumnStarts!);
    }

    [Fact]
    public void Spaces_AsTold_AreOneDelimiterHoweverMany()
    {
        var run = EngineRun.Of("name   size\n  a 1\nb\t\t  22\n", Of(new() { TextLayout = TextLayout.Spaces }));

        Assert.Equal(["a,1", "b,22"], run.Rows);
    }

    [Fact]
    public void Lines_AsTold_AreRowsOfOneField()
    {
        var run = EngineRun.Of("first, line\n\nsecond; line\n", Of(new() { TextLayout = TextLayout.Lines, HeaderRows = 0 }));

        Assert.Equal(["\"first, line\"", "second; line"], run.Rows);
    }

    [Fact]
    public void Backslash_BeforeQuotes_IsFoundAndUnescaped()
    {
        var run = EngineRun.Of("""
            id,note
            1,"she said \"hi, there\""
            2,"a \\ and, a \"b\""
            3,plain
            """);

        Assert.Contains(run.Layout.Evidence, line => line.StartsWith("Quotes (\") are escaped by a backslash: more rows", StringComparison.Ordinal));
        Assert.Equal(["1,\"she said \"\"hi, there\"\"\"", "2,\"a \\ and, a \"\"b\"\"\"", "3,plain"], run.Rows);
    }

    [Fact]
    public void Backslash_InOrdinaryText_MeansItself()
    {
        var run = EngineRun.Of("path,name\nC:\\new,\"a \"\"b\"\"\"\nC:\\\"x\",c\n");

        Assert.DoesNotContain(run.Layout.Evidence, line => line.Contains("backslash", StringComparison.Ordinal));
        Assert.Equal("C:\\new,\"a \"\"b\"\"\"", run.Rows[0]);
    }

    [Theory]
    [InlineData("1|'it\\'s'\n2|b\n", "Quotes (') are escaped by a backslash: quoted fields end", "1,it's")]
    [InlineData("1|\"the \\\"x\\\"\"\n2|b\n", "Quotes (\") are escaped by a backslash: quoted fields end", "1,\"the \"\"x\"\"\"")]
    public void Backslash_OfOneField_IsFoundWhereTheFieldEndsOnlySo(string source, string evidence, string first)
    {
        var run = EngineRun.Of(source);

        Assert.Contains(run.Layout.Evidence, line => line.StartsWith(evidence, StringComparison.Ordinal));
        Assert.Equal([first, "2,b"], run.Rows);
    }

    [Theory]
    [InlineData("a|it\\'s\n'tis|b\n")]
    [InlineData("1|\"C:\\dir\\\"\n2|b\n")]
    public void Backslash_ThatNothingProves_MeansItself(string source) =>
        Assert.DoesNotContain(EngineRun.Of(source).Layout.Evidence, line => line.Contains("backslash", StringComparison.Ordinal));

    [Theory]
    [InlineData("sep=;\na;b\n1;2,5\n")]
    [InlineData("sep=;\r\na;b\r\n1;2,5\r\n")]
    public void SeparatorLine_NamesTheDelimiter_AndIsNoRow(string source)
    {
        var run = EngineRun.Of(source);

        Assert.Equal(["a", "b"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal(["1,2.5"], run.Rows);
    }

    [Fact]
    public void HeaderRows_Several_AreJoinedUnderTheirHeadings()
    {
        var run = EngineRun.Of("Person,,Order\nfirst,last,total\nAda,L,1\nAlan,T,2\n", Of(new() { HeaderRows = 2 }));

        Assert.Equal(["Person first", "Person last", "Order total"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal(["Ada,L,1", "Alan,T,2"], run.Rows);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(5, 0)]
    public void FooterRows_AsTold_AreNoData(int footer, int rows)
    {
        var run = EngineRun.Of("a,b\n1,2\n3,4\nTotal,6\n", Of(new() { FooterRows = footer }));

        Assert.Equal(rows, run.Counts.Read);
    }

    [Fact]
    public void Table_OneOfSeveralInAFile_IsReadAlone()
    {
        const string Source = "Customers\nid,name\n1,Ada\n2,Alan\n\nOrders\nid,customer,total\n7,1,9.50\n8,2,1.00\n";

        Assert.Equal(["1,Ada", "2,Alan"], EngineRun.Of(Source, Of(new() { Table = "1" })).Rows);
        var orders = EngineRun.Of(Source, Of(new() { Table = "2" }));
        Assert.Equal(["id", "customer", "total"], orders.Layout.Columns.Select(column => column.Name));
        Assert.Equal(["7,1,9.50", "8,2,1.00"], orders.Rows);
        Assert.Equal("source.table: There is no table '9' on the sheet. Give its number or range: A1:B4, A6:C9.", EngineRun.Refusal(Source, Of(new() { Table = "9" })));
    }

    [Fact]
    public void Reject_OfStagedText_NamesItsLine()
    {
        var run = EngineRun.Of("id  amount\n\n1   10\n2   abc\n3   5\n4   6\n", Of(new() { TextLayout = TextLayout.Spaces }) with { Mapping = [new("id"), new("amount", Type: ColumnType.Integer)] });

        var reject = Assert.Single(run.RejectedRows());
        Assert.Equal((4L, null, null, "2,abc"), (reject.LineNumber, reject.ByteOffset, reject.Position, reject.Raw));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("windows-1252")]
    public void FixedWidth_InAnotherEncoding_IsTheSame(string encoding)
    {
        const string Source = "name    n\nZoë     1\nÅsa     2\nÖrjan   3\n";
        var bytes = Core.Plans.SourceOptionsCheck.Find(encoding)!.GetBytes(Source);

        var run = EngineRun.Of(bytes, Of(new() { Encoding = encoding, TextLayout = TextLayout.FixedWidth }));

        Assert.Equal(["Zoë,1", "Åsa,2", "Örjan,3"], run.Rows);
    }

    [Fact]
    public void Quote_NeverClosed_CostsItsLineOnly()
    {
        var run = EngineRun.Of("a,b\n1,\"x\n2,y\n3,z\n", Of(new() { Escape = "\\" }), new EngineOptions { MaxRecordBytes = 8 });

        Assert.Equal(3, run.Counts.Read);
    }

    private static Recipe Of(SourceOptions source) => new() { Source = source };
}
