using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>DuckDB's files for detection, each with what its user would want to see.</summary>
public sealed class DuckDbAutoTests
{
    [Theory]
    [InlineData("14177.csv", ",", "\"", "LF", 0, 1, "id INTEGER, description TEXT", 5, 0)]
    [InlineData("backslash_escape.csv", "|", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("date_format_bug_linux.csv", ",", "\"", "LF", 0, 1, "test TEXT", 3, 0)]
    [InlineData("duplicate_header_col.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, a_2 TEXT", 2, 0)]
    [InlineData("duplicate_header_collision.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, a_2 TEXT, a_1 TEXT", 2, 0)]
    [InlineData("duplicate_header_columns.csv", ",", "\"", "LF", 0, 1, "a INTEGER, a_2 TEXT, a_3 TEXT, a_4 TEXT, a_5 TEXT, a_6 TEXT, a_7 TEXT, a_8 TEXT, a_9 TEXT, a_10 TEXT, a_11 TEXT, a_12 TEXT, column_13 TEXT", 2, 0)]
    [InlineData("early_out_error.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, c INTEGER", 22, 0)]
    [InlineData("empty_header.csv", ",", "\"", "LF", 0, 1, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 2, 0)]
    [InlineData("int_bol.csv", ",", "\"", "LF", 0, 1, "i INTEGER, b BOOLEAN", 4, 0)]
    [InlineData("invalid_time.csv", ",", "\"", "LF", 0, 1, "12:0 TEXT", 0, 0)]
    [InlineData("issue_1254.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b INTEGER", 2, 0)]
    [InlineData("issue_1254_rn.csv", ",", "\"", "CRLF", 0, 1, "a INTEGER, b INTEGER", 2, 0)]
    [InlineData("issue_811.csv", ",", "\"", "LF", 0, 1, "TestInteger INTEGER, TestDouble DECIMAL(18,1), TestDate DATE(dd.MM.yyyy), TestText TEXT", 4494, 0)]
    [InlineData("large_mixed_data.csv", "|", "\"", "LF", 0, 1, "linenr INTEGER, mixed_string TEXT, mixed_double DECIMAL(18,1)", 27003, 0)]
    [InlineData("leading_space_numerics.csv", ",", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("missing_header_col.csv", ",", "\"", "LF", 0, 1, "a INTEGER, column_2 TEXT, c TEXT", 2, 0)]
    [InlineData("missing_many_col.csv", ",", "\"", "LF", 0, 1, "a INTEGER, column_2 TEXT, column_3 TEXT, column_4 TEXT, column_5 TEXT, column_6 TEXT, column_7 TEXT, column_8 TEXT, column_9 TEXT, column_10 TEXT, column_11 TEXT, column_12 TEXT, column_13 TEXT", 2, 0)]
    [InlineData("mixed_single_line.csv", ",", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT", 1, 0)]
    [InlineData("mock_duckdb_test_data.csv", ",", "\"", "LF", 0, 1, "id INTEGER, name TEXT, age INTEGER, sex TEXT, state TEXT", 9, 2)]
    [InlineData("multi_column_string_mix.csv", "|", "\"", "MIXED", 0, 0, "column_1 INTEGER, column_2 INTEGER, column_3 INTEGER, column_4 TEXT", 9, 0)]
    [InlineData("multi_column_string_mix_r_n.csv", "|", "\"", "MIXED", 0, 0, "column_1 INTEGER, column_2 INTEGER, column_3 INTEGER, column_4 TEXT", 9, 0)]
    [InlineData("multi_column_string_r.csv", "|", "\"", "CR", 0, 0, "column_1 INTEGER, column_2 INTEGER, column_3 INTEGER, column_4 TEXT", 9, 0)]
    [InlineData("multi_column_string_r_n.csv", "|", "\"", "CRLF", 0, 0, "column_1 INTEGER, column_2 INTEGER, column_3 INTEGER, column_4 TEXT", 9, 0)]
    [InlineData("multiple_skip_row.csv", ",", "\"", "LF", 2, 1, "number DECIMAL(18,1), text TEXT, date DATE", 1, 0)]
    [InlineData("no_header.csv", ",", "\"", "LF", 0, 0, "column_1 DECIMAL(18,1), column_2 TEXT, column_3 DATE", 2, 0)]
    [InlineData("normalize_names_1.csv", ",", "\"", "LF", 0, 1, "A INTEGER, B TEXT, C TEXT", 2, 0)]
    [InlineData("normalize_names_2.csv", ",", "\"", "LF", 0, 1, "select INTEGER, insert TEXT, join TEXT", 2, 0)]
    [InlineData("normalize_names_3.csv", ",", "\"", "LF", 0, 1, "0_a INTEGER, 1_b TEXT, 9_c TEXT", 2, 0)]
    [InlineData("normalize_names_4.csv", ",", "\"", "LF", 0, 1, "állo INTEGER, teÔst TEXT, ☀ TEXT", 2, 0)]
    [InlineData("normalize_names_5.csv", ",", "\"", "LF", 0, 1, "#  a INTEGER, b TEXT, c TEXT", 2, 0)]
    [InlineData("normalize_names_6.csv", ",", "\"", "LF", 0, 1, "#  Aₐₓ # INTEGER, ᴴᵉᴸᴸᵒ   ᵂᵒᴿᴸᵈ TEXT, Qty (m²) TEXT", 2, 0)]
    [InlineData("pipe_delim.csv", "|", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("pipe_delim_quote.csv", "|", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("quote_escape.csv", "|", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("rfc_conform.csv", ",", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("rfc_conform_quote.csv", ",", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("sample.csv", ",", "\"", "LF", 0, 1, "column_1 TEXT, name TEXT, year INTEGER", 3, 0)]
    [InlineData("semicolon_delim.csv", ";", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("semicolon_escape.csv", ";", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("semicolon_quote.csv", ";", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("single_header.csv", ",", "\"", "LF", 0, 1, "number DECIMAL(18,1), text TEXT, date DATE", 1, 0)]
    [InlineData("single_numeric.csv", ",", "\"", "LF", 0, 0, "column_1 INTEGER", 1, 0)]
    [InlineData("single_value.csv", ",", "\"", "LF", 0, 1, "Test TEXT", 0, 0)]
    [InlineData("single_quote_backslash.csv", "|", "'", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("skip_row.csv", ",", "\"", "LF", 1, 1, "number DECIMAL(18,1), text TEXT, date DATE", 1, 0)]
    [InlineData("tab.csv", "\t", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("tab_single_quote.csv", "\t", "'", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("tab_single_quote_varchar.csv", "\t", "'", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT", 3, 0)]
    [InlineData("test_fallback.csv", ",", "\"", "LF", 0, 1, "TestDoubleError TEXT, TestDouble DECIMAL(18,1), TestText TEXT, TestInteger INTEGER", 4683, 0)]
    [InlineData("test_header_mix.csv", ",", "\"", "LF", 0, 1, "a INTEGER, a_2 TEXT, a_3 TEXT, a_4 TEXT, a_5 TEXT, a_6 TEXT, a_7 TEXT, a_8 TEXT, a_9 TEXT, a_10 TEXT, column12 TEXT, column_12 TEXT, column_13 TEXT", 2, 0)]
    [InlineData("test_multiple_columns.csv", ",", "\"", "LF", 0, 1, "foo INTEGER, a INTEGER, b INTEGER, c INTEGER, d INTEGER, e INTEGER, f INTEGER, g INTEGER, h INTEGER, i INTEGER, j INTEGER, k INTEGER, l INTEGER", 300, 0)]
    [InlineData("test_multiple_columns_rn.csv", ",", "\"", "CRLF", 0, 1, "foo INTEGER, a INTEGER, b INTEGER, c INTEGER, d INTEGER, e INTEGER, f INTEGER, g INTEGER, h INTEGER, i INTEGER, j INTEGER, k INTEGER, l INTEGER", 300, 0)]
    [InlineData("test_single_column.csv", ",", "\"", "LF", 0, 1, "foo INTEGER", 5, 0)]
    [InlineData("test_single_column_rn.csv", ",", "\"", "CRLF", 0, 1, "foo INTEGER", 5, 0)]
    [InlineData("time.csv", ",", "\"", "LF", 0, 1, "time TEXT", 3, 0)]
    [InlineData("time_date_timestamp.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d DATE, ts TIMESTAMP", 3, 0)]
    [InlineData("time_date_timestamp_dd-mm-yy.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d DATE(dd-MM-yyyy), ts TEXT", 3, 0)]
    [InlineData("time_date_timestamp_dd-mm-yyyy.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d DATE(dd-MM-yyyy), ts TIMESTAMP(dd-MM-yyyy HH:mm:ss)", 3, 0)]
    [InlineData("time_date_timestamp_mm-dd-yy.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d TEXT, ts TEXT", 3, 0)]
    [InlineData("time_date_timestamp_mm-dd-yyyy.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d DATE(MM-dd-yyyy), ts TIMESTAMP(MM-dd-yyyy hh:mm:ss tt)", 3, 0)]
    [InlineData("time_date_timestamp_trailing.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, tf TEXT, d DATE, df TEXT", 3, 0)]
    [InlineData("time_date_timestamp_yy.mm.dd.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d TEXT, ts TEXT", 3, 0)]
    [InlineData("time_date_timestamp_yyyy.mm.dd.csv", ",", "\"", "LF", 0, 1, "a INTEGER, b TEXT, t TEXT, d DATE(yyyy.MM.dd), ts TIMESTAMP(yyyy.MM.dd HH:mm:ss)", 3, 0)]
    [InlineData("titlebasicsdebug.tsv", "\t", "\"", "LF", 0, 1, "tconst TEXT, titleType TEXT, primaryTitle TEXT, originalTitle TEXT, isAdult INTEGER, startYear INTEGER, endYear TEXT, runtimeMinutes TEXT, genres TEXT", 3002, 1)]
    [InlineData("unnamed_columns.csv", ",", "\"", "LF", 0, 0, "column_1 INTEGER, column_2 TEXT, column_3 TEXT, column_4 TEXT, column_5 TEXT, column_6 TEXT, column_7 TEXT, column_8 TEXT, column_9 TEXT, column_10 TEXT, column_11 TEXT, column_12 TEXT, column_13 TEXT", 2, 0)]
    [InlineData("utf8bom.csv", ",", "\"", "CRLF", 0, 1, "id INTEGER, name TEXT", 2, 0)]
    [InlineData("various_time_formats.csv", ",", "\"", "LF", 0, 1, "12: TEXT, 12:0 TEXT, 12:00 TEXT, 12:0: TEXT, 12:00: TEXT", 0, 0)]
    [InlineData("varchar_multi_line.csv", ",", "\"", "LF", 0, 1, "Alice TEXT, StreetA TEXT, TEST5 TEXT", 1, 0)]
    [InlineData("varchar_single_line.csv", ",", "\"", "LF", 0, 1, "Alice TEXT, StreetA TEXT", 0, 0)]
    public void LocalRun_File_IsReadAsItsUserMeansIt(
        string file, string delimiter, string quote, string lineEnd, int skipRows, int headerRows, string columns, long read, long unreadable)
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/auto/" + file));

        var sniffed = run.Layout.ToSniffResult();
        Assert.Equal((delimiter, quote, lineEnd), (sniffed.Dialect.Delimiter, sniffed.Dialect.Quote, sniffed.Dialect.LineEnd));
        Assert.Equal((skipRows, headerRows), (sniffed.SkipRows, sniffed.HeaderRows));
        Assert.Equal(columns, CorpusFiles.Columns(run));
        Assert.Equal((read, unreadable, 0), (run.Counts.Read, run.Counts.Unreadable, run.Counts.Rejected));
    }

    [Theory]
    [InlineData("backslash_escape.csv", "345,TEST7,\"text\"\"2\"\"\"")]
    [InlineData("single_quote_backslash.csv", "345,TEST8,text'2'text")]
    public void LocalRun_FileWithBackslashes_TakesThemFromTheQuotes(string file, string row)
    {
        var run = EngineRun.Of(CorpusFiles.Read("duckdb-csv/auto/" + file));

        Assert.Equal("\\", run.Layout.ToSniffResult().Dialect.Escape);
        Assert.Equal(row, run.Rows[1]);
    }

    [Theory]
    [InlineData("invalid_time.csv", "12:0")]
    [InlineData("various_time_formats.csv", "12:,12:0,12:00,12:0:,12:00:")]
    public void LocalRun_OneLineOfText_IsARowWhenTold(string file, string row) =>
        Assert.Equal([row], EngineRun.Of(CorpusFiles.Read("duckdb-csv/auto/" + file), new Recipe { Source = new() { HeaderRows = 0 } }).Rows);
}
