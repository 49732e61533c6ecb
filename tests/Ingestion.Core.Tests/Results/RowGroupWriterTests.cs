using System.Globalization;
using CsCheck;
using DuckDB.NET.Data;
using Ingestion.Contracts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Tests.Results;

/// <summary>What we write is what others read: Arrow, and DuckDB with a reader of its own.</summary>
public sealed class RowGroupWriterTests
{
    private static readonly ResultColumn[] AllTypes =
    [
        new("Größe", ColumnType.Text), new("n", ColumnType.Integer), new("narrow", ColumnType.Decimal, null, 18, 2), new("wide", ColumnType.Decimal, null, 38, 7),
        new("x.y", ColumnType.Double), new("b", ColumnType.Boolean), new("day", ColumnType.Date), new("at", ColumnType.Timestamp, IsUtc: true), new("local", ColumnType.Timestamp),
    ];

    [Fact]
    public void Write_AnyRows_AreReadByArrow() =>
        Gen.Select(ResultData.Gen0To5Parts, Gen.OneOf(OutputCompression.Snappy, OutputCompression.Zstd)).Sample((data, compression) =>
        {
            foreach (var rows in data.Parts)
                Assert.Equal(rows, ParquetFiles.Read(RowGroups.Write(data.Columns, rows, compression), data.Columns));
        }, iter: 60, threads: 2);

    /// <summary>So that a result that Arrow's writer began, before there was ours, can be repaired and resumed.</summary>
    [Fact]
    public void Write_AnyRows_HasTheSchemaAndStatisticsThatArrowWrites() =>
        ResultData.Gen0To5Parts.Sample(data =>
        {
            foreach (var rows in data.Parts.Where(part => part.Count > 0))
            {
                var ours = RowGroups.Write(data.Columns, rows);
                var arrows = ParquetFiles.Write(data.Columns, rows, new WriteOptions());
                Assert.Equal(Schemas.Of(arrows), Schemas.Of(ours));
                Assert.Equal(ParquetFiles.Statistics(arrows), ParquetFiles.Statistics(ours));
            }
        }, iter: 40, threads: 2);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 3)]
    [InlineData(300_000, 5)]
    [InlineData(300_000, 300)]
    [InlineData(300_000, 70_000)]
    [InlineData(300_000, 10_000_000)]
    public void Write_ManyRowsOfFewOrManyValues_AreReadByArrow(int count, int distinct)
    {
        ResultColumn[] columns = [new("n", ColumnType.Integer), new("t", ColumnType.Text), new("d", ColumnType.Date), new("x", ColumnType.Double), new("sorted", ColumnType.Integer)];
        var random = new Random(count + distinct);
        var rows = Enumerable.Range(0, count).Select(row =>
        {
            var value = random.Next(distinct);
            return new object?[] { value % 7 == 3 ? null : (long)value * 1_000_003, value % 11 == 5 ? null : $"text {value}", value % 30_000, value / 8.0, (long)row * distinct / count };
        }).ToArray();

        Assert.Equal(rows, ParquetFiles.Read(RowGroups.Write(columns, rows), columns));
    }

    [Fact]
    public void Write_LongTexts_AreReadFromPagesOfAMebibyte()
    {
        ResultColumn[] columns = [new("t", ColumnType.Text)];
        var rows = Enumerable.Range(0, 400).Select(row => new object?[] { row % 5 == 0 ? null : new string((char)('a' + (row % 23)), row * 97) }).ToArray();

        var bytes = RowGroups.Write(columns, rows);

        Assert.Equal(rows, ParquetFiles.Read(bytes, columns));
    }

    [Fact]
    public void Write_EveryType_IsReadByDuckDb()
    {
        var rows = ResultData.Create(AllTypes, [5000], new WriteOptions(), seed: 7).Parts[0]
            // DuckDB has no NUL in a text.
            .Select(row => row.Select(value => value is string text ? text.Replace('\0', ' ') : value).ToArray()).ToArray();
        var path = Path.Combine(Path.GetTempPath(), $"row-group-{Guid.NewGuid():N}.parquet");
        try
        {
            File.WriteAllBytes(path, RowGroups.Write(AllTypes, rows));

            Assert.Equal(rows.Select(row => row.Select(Text)), DuckDbRows(path).Select(row => row.Select(Text)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static List<object?[]> DuckDbRows(string path)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        // Decimals and times as the numbers that they are stored as.
        command.CommandText = $"""
            SELECT "Größe", n, replace(narrow::VARCHAR, '.', ''), replace(wide::VARCHAR, '.', ''), "x.y", b, day - DATE '1970-01-01', epoch_us("at"), epoch_us(local) FROM read_parquet('{path}')
            """;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? null : field is 2 or 3 ? Int128.Parse(reader.GetString(field), CultureInfo.InvariantCulture) : reader.GetValue(field))]);
        return rows;
    }

    private static string? Text(object? value) => value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture);

    /// <summary>The schema of a file, as its bytes are.</summary>
    private static class Schemas
    {
        public static byte[] Of(byte[] file)
        {
            var length = BitConverter.ToInt32(file, file.Length - 8);
            var reader = new Core.Results.Parquet.ThriftCompactReader(file.AsSpan(file.Length - 8 - length, length));
            for (short id = 0; reader.TryReadField(ref id, out var type);)
            {
                var raw = reader.ReadRaw(type);
                if (id == 2)
                    return raw.ToArray();
            }
            throw new InvalidDataException("There is no schema.");
        }
    }
}
