using System.IO.Compression;
using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>DuckDB's files that its own reader refuses: here the good rows are read, and the bad ones say why they are not.</summary>
public sealed class DuckDbErrorTests
{
    [Theory]
    [InlineData("error/csv_error.csv", 0, "column_1 TEXT, column_2 TEXT", 3102)]
    [InlineData("error/date.csv", 0, "column_1 TEXT, column_2 TEXT", 3102)]
    [InlineData("error/date_multiple_file/0.csv", 1, "date DATE(yyyy/MM/dd)", 1)]
    [InlineData("error/date_multiple_file/1.csv", 1, "date TEXT", 1)]
    [InlineData("error/flush_cast.csv", 1, "a TEXT, b TEXT", 2813)]
    [InlineData("error/mismatch/bad.csv", 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT, column_4 TEXT", 3)]
    [InlineData("error/mismatch/bad2.csv", 0, "column_1 TEXT, column_2 INTEGER, column_3 TEXT, column_4 TEXT", 3)]
    [InlineData("error/mismatch/big_bad.csv", 0, "column_1 TEXT, column_2 TEXT", 4272)]
    [InlineData("error/mismatch/big_bad2.csv", 0, "column_1 TEXT, column_2 TEXT", 6776)]
    [InlineData("error/mismatch/example.tsv", 0, "column_1 TEXT, column_2 INTEGER, column_3 INTEGER, column_4 TEXT", 3)]
    [InlineData("error/mismatch/half1.csv", 1, "num TEXT, str TEXT", 3488)]
    [InlineData("error/mismatch/half2.csv", 1, "num TEXT, str TEXT", 5614)]
    [InlineData("error/mismatch/part1.csv", 1, "COL1 TEXT, COL2 TEXT", 5232)]
    [InlineData("error/mismatch/part2.csv", 1, "COL1 TEXT, COL2 TEXT", 5420)]
    [InlineData("error/mismatch/part3.csv", 1, "COL1 TEXT, COL2 TEXT", 4153)]
    [InlineData("error/mismatch/small1.csv", 1, "COL1 TEXT, COL2 TEXT", 5)]
    [InlineData("error/mismatch/small2.csv", 1, "COL1 TEXT, COL2 TEXT", 4)]
    [InlineData("error/mixedtypes.csv", 1, "i TEXT, world TEXT", 13400)]
    [InlineData("error/mixedtypes_rn.csv", 1, "i TEXT, world TEXT", 13400)]
    [InlineData("error/quotednewlines.csv", 1, "i INTEGER, world TEXT", 10500)]
    [InlineData("error/time.csv", 0, "column_1 TEXT, column_2 TEXT", 3102)]
    [InlineData("error/timestamp.csv", 0, "column_1 TEXT, column_2 TEXT", 3102)]
    [InlineData("auto/glob/0.csv", 1, "row_id INTEGER, integer INTEGER, float DECIMAL(18,1), text TEXT", 27)]
    [InlineData("auto/glob/1.csv", 1, "row_id INTEGER, integer INTEGER, float DECIMAL(18,1), text TEXT", 28)]
    public void LocalRun_File_HasAllItsRows(string file, int headerRows, string columns, long rows)
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/" + file));

        Assert.Equal((headerRows, columns), (run.Layout.HeaderRows, CorpusFiles.Columns(run)));
        Assert.Equal(new RowCounts(rows, rows, 0, 0, 0), run.Counts);
    }

    [Theory]
    [InlineData("csv_error.csv", ColumnType.Integer, 1)]
    [InlineData("mismatch/big_bad.csv", ColumnType.Integer, 2)]
    [InlineData("mismatch/half1.csv", ColumnType.Integer, 1024)]
    [InlineData("mixedtypes.csv", ColumnType.Integer, 100)]
    [InlineData("date.csv", ColumnType.Date, 1)]
    [InlineData("timestamp.csv", ColumnType.Timestamp, 1)]
    public void LocalRun_TypeToldOfAFileWithOtherValues_RejectsThese(string file, ColumnType type, long rejected)
    {
        var source = CorpusFiles.Read("duckdb-csv/error/" + file);
        var first = EngineRun.Of(source).Layout.Columns[0].Name;

        var run = EngineRun.Of(source, new Recipe { Mapping = [new(first, Type: type)] });

        Assert.Equal(rejected, run.Counts.Rejected);
        Assert.Equal(run.Counts.Read - rejected, run.Counts.Clean);
    }

    [Fact]
    public void LocalRun_Banks_KeepTheSpacesThatDoNotBreak()
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/error/banklist.csv"));

        Assert.Equal("windows-1252", run.Layout.Encoding);
        Assert.Equal(["Bank Name", "City", "State", "Cert", "Acquiring Institution", "Closing Date", "Fund"], run.Layout.Columns.Select(column => column.Name.Trim()));
        Assert.Equal((568L, "Bank of Honolulu,Honolulu,HI,21029,Bank of the Orient,13-Oct-00,4645"), (run.Counts.Clean, run.Rows[^1]));
    }

    [Fact]
    public void LocalRun_RowsInTheMiddleOfOtherLength_AreUnreadable()
    {
        Assert.Equal(new RowCounts(3, 2, 0, 0, 1), EngineRun.Of(CorpusFiles.Read("duckdb-csv/error/mid_null.csv")).Counts);
        Assert.Equal(new RowCounts(3, 0, 0, 0, 3), EngineRun.Of(CorpusFiles.Read("duckdb-csv/error/json.csv")).Counts);
    }

    [Fact]
    public void LocalRun_GzippedFile_IsReadOnceItIsUnpacked()
    {
        var packed = CorpusFiles.Read("duckdb-csv/auto/product_codes_HS17_V202301.csv.gz");
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);

        var run = EngineRun.Of(unpacked.ToArray());

        Assert.StartsWith("The file is a gzip archive", EngineRun.Refusal(packed), StringComparison.Ordinal);
        Assert.Equal("code INTEGER, description TEXT", CorpusFiles.Columns(run));
        Assert.Equal((5384L, "999999,Commodities not specified according to kind"), (run.Counts.Clean, run.Rows[^1]));
    }
}
