using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>DuckDB's files with rows that cannot be read.</summary>
public sealed class DuckDbRejectsTests
{
    private const string BadQuote = "A quote is opened and not closed, or text follows a closing quote. Only this line is left out; reading goes on with the next.";

    [Theory]
    [InlineData("dr_who.csv", "date TEXT, datetime TEXT, time TEXT, timestamp TEXT, time_tz TEXT", 1, 0)]
    [InlineData("flush.csv", "number TEXT", 7, 0)]
    [InlineData("frankstein/nightmare.csv", "a INTEGER, b TEXT, c TEXT", 47, 4)]
    [InlineData("incorrect_columns/few_columns.csv", "a INTEGER, b INTEGER, c INTEGER, d INTEGER", 2772, 4)]
    [InlineData("incorrect_columns/many_columns.csv", "a INTEGER, b INTEGER, c INTEGER, d INTEGER", 2772, 4)]
    [InlineData("incorrect_columns/mix_columns.csv", "a INTEGER, b INTEGER, c INTEGER, d INTEGER", 2772, 4)]
    [InlineData("incorrect_columns/small_mix.csv", "a INTEGER, b INTEGER, c INTEGER, d INTEGER", 4, 2)]
    [InlineData("maximum_line/max_10.csv", "a TEXT, b INTEGER", 7, 0)]
    [InlineData("maximum_line/over_vector.csv", "a TEXT, b INTEGER", 2925, 0)]
    [InlineData("multiple_errors/cast_and_less_col.csv", "name TEXT, age TEXT, current_day DATE, barks INTEGER", 4, 2)]
    [InlineData("multiple_errors/cast_and_maxline.csv", "name TEXT, age TEXT, current_day DATE, barks INTEGER", 3, 0)]
    [InlineData("multiple_errors/cast_and_more_col.csv", "name TEXT, age INTEGER, current_day DATE, barks TEXT", 4, 2)]
    [InlineData("multiple_errors/invalid_utf_cast.csv", "name TEXT, age TEXT, current_day DATE, barks INTEGER", 2, 1)]
    [InlineData("multiple_errors/invalid_utf_less.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 2, 1)]
    [InlineData("multiple_errors/invalid_utf_max_line.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 2, 1)]
    [InlineData("multiple_errors/invalid_utf_more.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 2, 1)]
    [InlineData("multiple_errors/invalid_utf_unquoted.csv", "name TEXT, last_name TEXT, age INTEGER, current_day DATE, barks INTEGER", 2, 1)]
    [InlineData("multiple_errors/less_col_and_max_line.csv", "name TEXT, age TEXT, current_day DATE, barks INTEGER", 3, 1)]
    [InlineData("multiple_errors/more_col_and_max_line.csv", "name TEXT, age TEXT, current_day DATE, barks INTEGER", 3, 1)]
    [InlineData("multiple_errors/multiple_cast_implicit.csv", "name TEXT, age TEXT, current_day DATE, barks TEXT", 3, 0)]
    [InlineData("multiple_errors/multiple_casts_flush.csv", "name TEXT, age INTEGER, current_day TEXT, tomorrow TEXT", 3, 0)]
    [InlineData("multiple_errors/multiple_casts_mixed.csv", "name TEXT, age INTEGER, current_day TEXT, barks TEXT", 3, 0)]
    [InlineData("multiple_errors/multiple_errors.csv", "name TEXT, age INTEGER, current_day TEXT, barks TEXT", 7, 5)]
    [InlineData("multiple_errors/unquoted_cast.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 3, 1)]
    [InlineData("multiple_errors/unquoted_less.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 3, 1)]
    [InlineData("multiple_errors/unquoted_maxline.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 3, 1)]
    [InlineData("multiple_errors/unquoted_more.csv", "name TEXT, age INTEGER, current_day DATE, barks INTEGER", 3, 1)]
    [InlineData("unquoted/basic.csv", "a TEXT, b INTEGER", 7, 1)]
    [InlineData("unquoted/unquoted_last_value.csv", "blaaaaaaaaaaaaaa TEXT", 4, 1)]
    [InlineData("unquoted/unquoted_new_line.csv", "a TEXT, b INTEGER", 8, 2)]
    public void LocalRun_File_LosesOnlyItsBadRows(string file, string columns, long read, long unreadable)
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/rejects/" + file));

        Assert.Equal(columns, CorpusFiles.Columns(run));
        Assert.Equal((read, unreadable, 0), (run.Counts.Read, run.Counts.Unreadable, run.Counts.Rejected));
        Assert.Equal(read - unreadable, run.Rows.Length);
    }

    [Fact]
    public void LocalRun_FileWithEveryKindOfBadRow_SaysWhereAndWhy() =>
        Assert.Equal(
            [
                (10, "The row has 2 fields; the header has 3."),
                (14, "The row has 4 fields; the header has 3."),
                (22, BadQuote),
                (38, "Byte 468 (0xFF) is not valid UTF-8. If the file is in another encoding, set source.encoding, such as windows-1252."),
            ],
            EngineRun.Of(CorpusFiles.Read("duckdb-csv/rejects/frankstein/nightmare.csv")).RejectedRows()
                .Select(row => (row.LineNumber, Assert.Single(row.Violations).Message)));

    [Fact]
    public void LocalRun_FileWithEveryKindOfBadRowAndTypes_RejectsTheWrongValueToo()
    {
        var recipe = new Recipe { Mapping = [new("a", null, ColumnType.Integer), new("b", null, ColumnType.Integer), new("c")] };

        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/rejects/frankstein/nightmare.csv"), recipe);

        var rejected = Assert.Single(run.RejectedRows(), row => row.Verdict == RowVerdict.Rejected);
        Assert.Equal((19L, "1,bla,\"pedro\""), (rejected.LineNumber, rejected.Raw));
        Assert.Equal([new Violation("TYPE", "b", "'bla' is not an INTEGER of 64 bits.")], rejected.Violations);
        Assert.Equal(new RowCounts(47, 42, 1, 0, 4), run.Counts);
    }
}
