using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>DuckDB's files in other encodings than UTF-8.</summary>
public sealed class DuckDbEncodingsTests
{
    [Theory]
    [InlineData("all_latin1.csv", "windows-1252", 1, "! TEXT", 189, 0)]
    [InlineData("all_utf16.csv", "utf-16", 1, "\u0001 TEXT", 63486, 1)]
    [InlineData("latin1.csv", "iso-8859-1", 1, "name TEXT, age INTEGER", 12, 0)]
    [InlineData("only_utf16.csv", "utf-16", 1, "ŁŁŁŁŁŁŁ ŁŁŁŁŁŁŁŁ TEXT, Ł TEXT", 5, 0)]
    [InlineData("shift_jis.csv", "shift_jis", 1, "名前 TEXT, 年齢 INTEGER", 20, 0)]
    [InlineData("utf16.csv", "utf-16", 1, "name TEXT, age INTEGER", 20, 0)]
    public void LocalRun_File_IsReadInItsEncoding(string file, string encoding, int headerRows, string columns, long read, long unreadable)
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/encodings/" + file));

        Assert.Equal((encoding, headerRows), (run.Layout.Encoding, run.Layout.HeaderRows));
        Assert.Equal(columns, CorpusFiles.Columns(run));
        Assert.Equal((read, unreadable), (run.Counts.Read, run.Counts.Unreadable));
    }

    [Theory]
    [InlineData("latin1.csv", "José Álvarez,30", "Léonard Dubois,29")]
    [InlineData("utf16.csv", "José Álvarez,30", "Krystýna Novák,23")]
    [InlineData("shift_jis.csv", "名前,25", "田村,25")]
    [InlineData("only_utf16.csv", "ŁŁŁ ŁŁŁŁŁŁŁŁŁ,Ł", "ŁŁŁŁ ŁŁŁŁŁŁ,ŁŁ")]
    public void LocalRun_File_KeepsEveryLetter(string file, string first, string last)
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/encodings/" + file));

        Assert.Equal((first, last), (run.Rows[0], run.Rows[^1]));
    }

    [Theory]
    [InlineData("latin1.csv.gz")]
    [InlineData("utf16.csv.gz")]
    public void LocalRun_GzippedFile_SaysToUnpackIt(string file) =>
        Assert.Equal("The file is a gzip archive, not delimited text, whatever its name says. Unpack it first.",
            EngineRun.Refusal(CorpusFiles.Read("duckdb-csv/encodings/" + file)));

    /// <summary>One repeated byte, 0xFD, is a letter in a dozen encodings: nothing in the file speaks for its own, Latin-1.</summary>
    [Fact]
    public void LocalRun_OneLetterThroughout_IsReadInTheEncodingTold()
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/encodings/only_latin1.csv"), new Recipe { Source = new() { Encoding = "iso-8859-1" } });

        Assert.Equal("ýýýýýýý ýýýýýýýý TEXT, ý TEXT", CorpusFiles.Columns(run));
        Assert.Equal(new RowCounts(5, 5, 0, 0, 0), run.Counts);
        Assert.Equal("ýýý ýýýýýýýýý,ý", run.Rows[0]);
    }
}
