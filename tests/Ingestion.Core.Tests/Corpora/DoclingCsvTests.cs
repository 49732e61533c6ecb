using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>Docling's delimited files.</summary>
public sealed class DoclingCsvTests
{
    [Theory]
    [InlineData("csv-pipe.csv", "|", "Dominguez|Mcmillan and Donovan")]
    [InlineData("csv-semicolon.csv", ";", "Dominguez;Mcmillan and Donovan")]
    [InlineData("csv-tab.csv", "\t", "Dominguez\tMcmillan and Donovan")]
    public void Customers_AreTheSameWhateverParts(string file, string delimiter, string company)
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling/" + file));

        Assert.Equal(delimiter, run.Layout.ToSniffResult().Dialect.Delimiter);
        Assert.Equal((12, 5L), (run.Layout.Columns.Count, run.Counts.Clean));
        Assert.Equal($"4,5Cef8BFA16c5e3c,Linda,Olsen,{company},Bensonview,Dominican Republic,001-808-617-6467x12895,+1-813-324-8756,stanleyblackwell@benson.org,2020-06-02,http://www.good-lyons.com/", run.Rows[3]);
    }

    [Theory]
    [InlineData("csv-single-column.csv", 1, 0, 6, 0, "Accounting/Finance")]
    [InlineData("csv-inconsistent-header.csv", 0, 1, 4, 0, "a,b,c,d")]
    [InlineData("csv-too-few-columns.csv", 0, 0, 5, 1, "1,2,3,4")]
    [InlineData("csv-too-many-columns.csv", 0, 0, 5, 1, "1,2,3,4")]
    public void Oddities_LoseOnlyWhatDoesNotFit(string file, int headerRows, int skipRows, long read, long unreadable, string first)
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling/" + file));

        Assert.Equal((headerRows, skipRows), (run.Layout.HeaderRows, run.Layout.SkipRows));
        Assert.Equal(new RowCounts(read, read - unreadable, 0, 0, unreadable), run.Counts);
        Assert.Equal(first, run.Rows[0]);
    }
}
