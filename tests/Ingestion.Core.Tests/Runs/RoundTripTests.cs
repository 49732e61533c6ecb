using System.Globalization;
using System.Text;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Tests.Runs;

/// <summary>What was written is read, and what is read is written again, to the character.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Columns = ["i", "d", "w", "date", "time", "zoned", "b"];

    private static readonly Recipe AllText = Recipes.Plain with { Mapping = [] };

    private static readonly Gen<string> Integer = Gen.OneOf(Gen.Long, Gen.OneOf(long.MinValue, long.MaxValue, 0, -1)).Select(value => value.ToString(CultureInfo.InvariantCulture));

    private static readonly Gen<string> Date = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(day => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static readonly Gen<string> Timestamp = Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.Bool)
        .Select((microseconds, hasFraction) => new DateTime((hasFraction ? microseconds / 1_000_000 * 1_000_000 + 1 : microseconds / 1_000_000 * 1_000_000) * 10)
            .ToString(hasFraction ? "yyyy-MM-ddTHH:mm:ss.ffffff" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));

    [Fact]
    public void LocalRun_AnyTableAsText_IsExportedAsItWas() =>
        Gen.Select(CsvBytes.Table(1, 5), Gen.OneOf("\n", "\r\n", "\r"), Gen.Bool, Gen.Int[1, 200]).Sample(
            (table, lineEnd, isEnded, chunkBytes) =>
            {
                // In a single column an empty last line cannot be told from a line break at the end.
                if (table[0].Length == 1)
                    isEnded = true;
                var source = CsvBytes.Write(table, lineEnd, isEnded);
                // Nothing but empty lines is refused as a file without text.
                if (source.AsSpan().Trim(" \t\r\n").IsEmpty)
                    return;
                var recipe = AllText with { Mapping = [.. table[0].Select((_, i) => new ColumnMapping($"column_{i + 1}", Type: ColumnType.Text))] };

                var run = EngineRun.Of(source, recipe, new EngineOptions { ChunkBytes = chunkBytes }, workers: 2);

                Assert.Equal(table.Length, run.Counts.Clean);
                Assert.Equal(table.Select(Line), Records(run.Csv).Skip(1).Select(Line));
            },
            iter: 300,
            print: t => $"{Print.Of(Encoding.UTF8.GetBytes(CsvBytes.Write(t.Item1, t.Item2, t.Item3)))}\nchunk {t.Item4}");

    [Fact]
    public void LocalRun_CanonicalValues_SurviveToTheCharacter() =>
        Gen.Select(Integer, Decimal(18, 4), Decimal(38, 10), Date, Timestamp, Timestamp, Gen.Bool).Array[1, 20].Sample(
            rows =>
            {
                var lines = rows.Select(row => $"{row.Item1},{row.Item2},{row.Item3},{row.Item4},{row.Item5},{row.Item6}Z,{(row.Item7 ? "true" : "false")}").ToArray();
                var recipe = new Recipe
                {
                    Source = new() { HeaderRows = 1 },
                    Mapping =
                    [
                        new("i", null, ColumnType.Integer), new("d", null, ColumnType.Decimal, "18,4"), new("w", null, ColumnType.Decimal, "38,10"),
                        new("date", null, ColumnType.Date), new("time", null, ColumnType.Timestamp), new("zoned", null, ColumnType.Timestamp, "ISO8601Z"), new("b", null, ColumnType.Boolean),
                    ],
                };

                var run = EngineRun.Of(string.Join(',', Columns) + "\n" + string.Join('\n', lines), recipe);

                Assert.Equal(lines, run.Rows);
            },
            iter: 300);

    [Fact]
    public void LocalRun_InferredTypes_KeepEveryCharacterThatMatters()
    {
        const string Source = "code,big,price,huge,plus,sci,zero\n007,12345678901234567890,1.10,12345678901234567890123456789012345678,+5,1e5,-0\n008,1,2.25,1,+6,2e5,1\n";

        var run = EngineRun.Of(Source);

        Assert.Equal("007,12345678901234567890,1.10,12345678901234567890123456789012345678,+5,100000,-0", run.Rows[0]);
        Assert.Equal(
            [ColumnType.Text, ColumnType.Decimal, ColumnType.Decimal, ColumnType.Decimal, ColumnType.Text, ColumnType.Double, ColumnType.Text],
            run.Layout.Columns.Select(column => column.Type));
    }

    [Theory]
    [InlineData("18,2", "1.005", "'1.005' is not a DECIMAL with at most 18 digits, 2 of them decimals.")]
    [InlineData("38,2", "1.005", "'1.005' is not a DECIMAL with at most 38 digits, 2 of them decimals.")]
    [InlineData("5,2", "1000.00", "'1000.00' is not a DECIMAL with at most 5 digits, 2 of them decimals.")]
    [InlineData("38,0", "123456789012345678901234567890123456789", "'123456789012345678901234567890123456789' is not a DECIMAL with at most 38 digits, 0 of them decimals.")]
    public void LocalRun_DecimalThatDoesNotFit_IsAViolationAndNeverRounded(string format, string value, string message)
    {
        var recipe = new Recipe { Source = new() { HeaderRows = 1 }, Mapping = [new("d", null, ColumnType.Decimal, format), new("x")] };

        var run = EngineRun.Of($"d,x\n{value},1\n1.00,2\n", recipe);

        var reject = Assert.Single(run.RejectedRows());
        Assert.Equal((RowVerdict.Rejected, 2L, 4L, $"{value},1"), (reject.Verdict, reject.LineNumber, reject.ByteOffset, reject.Raw));
        Assert.Equal([new Violation("TYPE", "d", message)], reject.Violations);
    }

    private static string Line(string[] row) => string.Join('␟', row);

    private static Gen<string> Decimal(int precision, int scale) =>
        Gen.Select(Gen.Int[1, precision - scale], Gen.Char['0', '9'].Array[precision], Gen.Bool).Select((wholeDigits, digits, isNegative) =>
        {
            var whole = new string(digits, 0, wholeDigits).TrimStart('0');
            var text = $"{(whole.Length == 0 ? "0" : whole)}.{new string(digits, wholeDigits, scale)}";
            return isNegative && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "-" + text : text;
        });

    private static List<string[]> Records(string csv)
    {
        using var reader = new CsvRecordReader(Encoding.UTF8.GetBytes(csv), CsvDialect.Default, skipEmptyLines: false);
        var records = new List<string[]>();
        while (reader.Read())
            records.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.GetSpan(i)))]);
        return records;
    }
}
