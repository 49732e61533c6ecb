using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Csv;

/// <summary>What in delimited text could be read otherwise, and is offered: one of several tables, and rows at the end that are no data.</summary>
public sealed class TablesAndFootersTests
{
    [Theory]
    [InlineData("a,b\n1,2\n\nc,d,e\n3,4,5\n", "A1:B2 A4:C5", "c,d,e\n3,4,5\n")]
    [InlineData("id,n\n1,2\n\ncode,m\n3,4\n", "A1:B2 A4:B5", "code,m\n3,4\n")]
    [InlineData("id;n\r\n1;2\r\n;\r\ncode;m\r\n3;4\r\n", "A1:B2 A4:B5", "code,m\n3,4\n")]
    [InlineData("name,city,land\nAda,Rome,it\n\n\ncode,m\nx,y\n", "A1:C2 A5:B6", "code,m\nx,y\n")]
    [InlineData("Report of May\n\nid,n\n1,2\n\ncode,m\n3,4\n", "A3:B4 A6:B7", "code,m\n3,4\n")]
    public void Sniff_TablesBelowEachOther_AreOfferedAndCanBeChosen(string source, string tables, string second)
    {
        var layout = EngineRun.Of(source).Layout;

        Assert.Equal(tables.Split(' '), layout.ToSniffResult().Tables);
        Assert.Contains($"2 tables are apart by empty lines: {tables.Replace(" ", ", ", StringComparison.Ordinal)}. All lines are read as one unless source.table chooses one of them.", layout.Evidence);
        Assert.Equal(second, EngineRun.Of(source, new Recipe { Source = new() { Table = "2" } }).Csv);
        Assert.Equal(tables.Split(' '), EngineRun.Of(source, new Recipe { Source = new() { Table = "2" } }).Layout.ToSniffResult().Tables);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\n1,2\n\n3,4\n\n\n5,6\n")]
    [InlineData("a,b,c\n1,2,x\n\n3,4,\n")]
    [InlineData("a,b\n1,\"x\n\ny\"\n2,z\n")]
    [InlineData("a\n1\n\n2\n")]
    [InlineData("a,b\n1,2\n\n")]
    public void Sniff_EmptyLinesAmongRows_MakeNoTables(string source) => Assert.Empty(EngineRun.Of(source).Layout.ToSniffResult().Tables);

    [Theory]
    [InlineData("a,b\n1,2\n3,4\nTotal,6\n", 1, "Total,6", "a,b\n1,2\n3,4\n")]
    [InlineData("a;b\n1;2\n3;4\n\nSumme:;6\n", 1, "Summe:;6", "a,b\n1,2\n3,4\n")]
    [InlineData("a,b,c\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\n1,2,3\n3,4,5\nTotal,6,8\nprinted in May\n", 2, "Total,6,8", null)]
    public void Sniff_RowsAtTheEndThatAreNoData_AreOfferedToBeLeftOut(string source, int rows, string first, string? without)
    {
        var evidence = Assert.Single(EngineRun.Of(source).Layout.Evidence, line => line.Contains("footer", StringComparison.Ordinal));

        Assert.Equal(rows == 1
            ? $"The last row looks like no data but a footer, from '{first}' on; with source.footerRows 1 it is left out."
            : $"The last {rows} rows look like no data but a footer, from '{first}' on; with source.footerRows {rows} they are left out.", evidence);
        var told = EngineRun.Of(source, new Recipe { Source = new() { FooterRows = rows } });
        Assert.DoesNotContain(told.Layout.Evidence, line => line.Contains("footer", StringComparison.Ordinal));
        Assert.Equal(without ?? told.Csv, told.Csv);
        Assert.DoesNotContain(first, told.Csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Sniff_FooterBehindTheSample_IsFound()
    {
        var source = "a,b\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i},x\n")) + "Total,40000\n";

        Assert.Contains(EngineRun.Of(source, options: new EngineOptions { SampleBytes = 10_000 }).Layout.Evidence, line => line.StartsWith("The last row looks like no data but a footer, from 'Total,40000' on", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a,b\nTotal,2\n")]
    [InlineData("a,b\nx,0\nTotal,2\nTotal,3\nTotal,4\nTotal,5\nTotal,6\nTotal,7\n")]
    [InlineData("word\nsome\ntotal\n")]
    public void Sniff_NoFooter_OffersNothing(string source) =>
        Assert.DoesNotContain(EngineRun.Of(source).Layout.Evidence, line => line.Contains("footer", StringComparison.Ordinal));
}
