using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using CsCheck;
using CsvHelper;
using Ingestion.Contracts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Tests.Results;

public sealed class ResultTextTests
{
    [Fact]
    public async Task WriteCsv_AnyParts_ReadsBackAsTheSameValues() =>
        await ResultData.Gen0To5Parts.SampleAsync(async data =>
        {
            using var folder = new ResultFolder();
            await folder.PublishAsync(data);
            var export = await folder.OpenAsync();

            var csv = await ResultFolder.BytesAsync(export.WriteCsvAsync);

            AssertCsv(data, csv);
        }, iter: 60, threads: 2);

    [Fact]
    public async Task WriteJsonLines_AnyParts_ParsesAsTheSameValues() =>
        await ResultData.Gen0To5Parts.SampleAsync(async data =>
        {
            using var folder = new ResultFolder();
            await folder.PublishAsync(data);
            var export = await folder.OpenAsync();

            var text = Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export.WriteJsonLinesAsync));

            var lines = text.Split('\n');
            Assert.Equal("", lines[^1]);
            Assert.Equal(data.Rows.Count(), lines.Length - 1);
            foreach (var (line, row) in lines.Zip(data.Rows))
                AssertJson(data.Columns, line, row);
        }, iter: 60, threads: 2);

    [Fact]
    public async Task Write_EveryType_HasTheDocumentedText()
    {
        using var folder = new ResultFolder();
        ResultColumn[] columns =
        [
            new("text", ColumnType.Text), new("int", ColumnType.Integer), new("dec", ColumnType.Decimal, null, 10, 2), new("wide", ColumnType.Decimal, null, 38, 3),
            new("dbl", ColumnType.Double), new("flag", ColumnType.Boolean), new("day", ColumnType.Date), new("utc", ColumnType.Timestamp, IsUtc: true), new("local", ColumnType.Timestamp),
        ];
        object?[][] rows =
        [
            ["a,\"b\"\n", 7L, (Int128)(-5), Int128.Parse("99999999999999999999999999999999999999", CultureInfo.InvariantCulture), 0.1, true, 0, 0L, -1L],
            ["", long.MinValue, (Int128)110, (Int128)(-1), double.NaN, false, -719162, 1_500_000L, 253402300799_999999L],
            [null, null, null, null, null, null, null, null, null],
        ];
        await folder.PublishAsync(new ResultData(columns, [rows], new WriteOptions()));
        var export = await folder.OpenAsync();

        var csv = Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export.WriteCsvAsync));
        var json = Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export.WriteJsonLinesAsync));

        Assert.Equal(
            "text,int,dec,wide,dbl,flag,day,utc,local\n"
            + "\"a,\"\"b\"\"\n\",7,-0.05,99999999999999999999999999999999999.999,0.1,true,1970-01-01,1970-01-01T00:00:00Z,1969-12-31T23:59:59.999999\n"
            + "\"\",-9223372036854775808,1.10,-0.001,NaN,false,0001-01-01,1970-01-01T00:00:01.500000Z,9999-12-31T23:59:59.999999\n"
            + ",,,,,,,,\n",
            csv);
        Assert.Equal(
            """{"text":"a,\"b\"\n","int":7,"dec":-0.05,"wide":99999999999999999999999999999999999.999,"dbl":0.1,"flag":true,"day":"1970-01-01","utc":"1970-01-01T00:00:00Z","local":"1969-12-31T23:59:59.999999"}""" + "\n"
            + """{"text":"","int":-9223372036854775808,"dec":1.10,"wide":-0.001,"dbl":"NaN","flag":false,"day":"0001-01-01","utc":"1970-01-01T00:00:01.500000Z","local":"9999-12-31T23:59:59.999999"}""" + "\n"
            + """{"text":null,"int":null,"dec":null,"wide":null,"dbl":null,"flag":null,"day":null,"utc":null,"local":null}""" + "\n",
            json);
    }

    [Fact]
    public async Task WriteCsv_OneColumnWithNulls_HasNoEmptyLine()
    {
        using var folder = new ResultFolder();
        await folder.PublishAsync(new ResultData([new("n", ColumnType.Integer)], [[[1L], [null], [2L]]], new WriteOptions()));
        var export = await folder.OpenAsync();

        var csv = await ResultFolder.BytesAsync(export.WriteCsvAsync);

        Assert.Equal("n\n1\n\"\"\n2\n", Encoding.UTF8.GetString(csv));
    }

    [Fact]
    public async Task Write_DateOutOfRange_NamesThePart()
    {
        using var folder = new ResultFolder();
        await folder.PublishAsync(new ResultData([new("day", ColumnType.Date)], [[[int.MaxValue]]], new WriteOptions()));
        var export = await folder.OpenAsync();

        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await export.WriteCsvAsync(Stream.Null, ResultFolder.Token));

        Assert.Contains("parts/000000.parquet", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ValueLargerThanTheBuffer_IsWhole()
    {
        using var folder = new ResultFolder();
        var text = string.Concat(Enumerable.Repeat("0123456789\"ä", 300_000));
        await folder.PublishAsync(new ResultData([new("a", ColumnType.Text), new("b", ColumnType.Text)], [[[text, "x"], ["y", text]]], new WriteOptions()));
        var export = await folder.OpenAsync();

        var csv = Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export.WriteCsvAsync));

        var quoted = '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        Assert.Equal($"a,b\n{quoted},x\ny,{quoted}\n", csv);
    }

    [Fact]
    public async Task Open_NoManifest_IsNull()
    {
        using var folder = new ResultFolder();

        Assert.Null(await ResultExport.OpenAsync(folder.Store, folder.Keys, ResultFolder.Token));
    }

    private static void AssertCsv(ResultData data, byte[] csv)
    {
        using var reader = CsvReader.Create(csv, new CsvReaderOptions { Separator = ',', HasHeader = false });
        Assert.True(reader.Read());
        Assert.Equal(data.Columns.Count, reader.FieldCount);
        for (var index = 0; index < data.Columns.Count; index++)
            Assert.Equal(data.Columns[index].Name, Encoding.UTF8.GetString(reader.GetSpan(index)));
        foreach (var row in data.Rows)
        {
            Assert.True(reader.Read());
            Assert.Equal(row.Length, reader.FieldCount);
            for (var index = 0; index < row.Length; index++)
            {
                Assert.Equal(ExpectedText(data.Columns[index], row[index]), Encoding.UTF8.GetString(reader.GetSpan(index)));
                if (row.Length > 1)
                    Assert.Equal(row[index] is null, reader.GetRawSpan(index).IsEmpty);
            }
        }
        Assert.False(reader.Read());
    }

    private static void AssertJson(IReadOnlyList<ResultColumn> columns, string line, object?[] row)
    {
        using var document = JsonDocument.Parse(line);
        var properties = document.RootElement.EnumerateObject().ToArray();
        Assert.Equal(columns.Select(column => column.Name), properties.Select(property => property.Name));
        for (var index = 0; index < row.Length; index++)
        {
            var value = properties[index].Value;
            var kind = row[index] switch
            {
                null => JsonValueKind.Null,
                true => JsonValueKind.True,
                false => JsonValueKind.False,
                double number when !double.IsFinite(number) => JsonValueKind.String,
                _ => columns[index].Type is ColumnType.Text or ColumnType.Date or ColumnType.Timestamp ? JsonValueKind.String : JsonValueKind.Number,
            };
            Assert.Equal(kind, value.ValueKind);
            if (kind is JsonValueKind.String)
                Assert.Equal(ExpectedText(columns[index], row[index]), value.GetString());
            else if (kind is JsonValueKind.Number)
                Assert.Equal(ExpectedText(columns[index], row[index]), value.GetRawText());
        }
    }

    private static string ExpectedText(ResultColumn column, object? value) => (column.Type, value) switch
    {
        (_, null) => "",
        (ColumnType.Date, int days) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (ColumnType.Timestamp, long micros) => Timestamp(DateTime.UnixEpoch.AddTicks(micros * 10), column.IsUtc),
        (ColumnType.Decimal, Int128 number) => Scaled((BigInteger)number, column.Scale!.Value),
        (_, true) => "true",
        (_, false) => "false",
        (_, double number) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Timestamp(DateTime time, bool isUtc) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture)
        + (isUtc ? "Z" : "");

    private static string Scaled(BigInteger number, int scale)
    {
        var digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (number.Sign < 0 ? "-" : "") + digits[..^scale] + (scale == 0 ? "" : "." + digits[^scale..]);
    }
}
