using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Results;
using ParquetSharp;

namespace Ingestion.Core.Tests.Results;

/// <summary>A result as values: null, string, long, Int128 (decimals), double, bool, int (dates) or long (timestamps).</summary>
internal sealed record ResultData(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<object?[]>> Parts, WriteOptions Options)
{
    private static readonly string[] Texts =
    [
        "", "a", "plain text", "comma, inside", "\"quoted\"", "\"", "line\nbreak", "carriage\r\nreturn", "tab\tand \\ and /", " space ",
        "Zoë Łódź 東京 👍🏽", "\u0001\u001f\u007f\u0000", "=1+1", "\uFEFFmark", "null", "007", new string('x', 3000),
    ];

    private static readonly Gen<ResultColumn> GenColumn = Gen.Select(
        Gen.OneOf(Enum.GetValues<ColumnType>()), Gen.Int[1, 38], Gen.Int[0, 38], Gen.Bool, Gen.OneOf("n", "Größe", "a,\"b\"", "x.y", "\uFEFFid"))
        .Select((type, precision, scale, isUtc, name) => type == ColumnType.Decimal
            ? new ResultColumn(name, type, null, precision, Math.Min(scale, precision))
            : new ResultColumn(name, type, IsUtc: isUtc && type == ColumnType.Timestamp));

    private static readonly Gen<WriteOptions> GenOptions = Gen.Select(
        Gen.OneOf(Compression.Snappy, Compression.Zstd, Compression.Uncompressed), Gen.Bool, Gen.Bool, Gen.Int[1, 3], Gen.OneOf(256L, 4096L, 1L << 20))
        .Select((compression, pageIndex, dictionary, rowGroups, pageBytes) => new WriteOptions(compression, pageIndex, dictionary, rowGroups, pageBytes));

    /// <summary>Results of 1 to 8 columns and 0 to 5 parts of 0 to 2,000 rows.</summary>
    public static Gen<ResultData> Gen0To5Parts { get; } = Gen.Select(
        GenColumn.List[1, 8], Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, 2000]).List[0, 5], GenOptions, Gen.Int)
        .Select((columns, rows, options, seed) => Create([.. columns.Select((column, index) => column with { Name = column.Name + index })], rows, options, seed));

    public IEnumerable<object?[]> Rows => Parts.SelectMany(part => part);

    public static ResultData Create(IReadOnlyList<ResultColumn> columns, IReadOnlyList<int> partRows, WriteOptions options, int seed)
    {
        var random = new Random(seed);
        var nullShare = random.Next(3) * 0.4;
        return new ResultData(columns, [.. partRows.Select(count => Rows(count))], options);

        IReadOnlyList<object?[]> Rows(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => columns.Select(column => random.NextDouble() < nullShare ? null : Value(column, random)).ToArray())];
    }

    private static object Value(ResultColumn column, Random random) => column.Type switch
    {
        ColumnType.Text => Texts[random.Next(Texts.Length)],
        ColumnType.Integer => random.Next(4) switch { 0 => long.MinValue, 1 => long.MaxValue, 2 => random.NextInt64(), _ => (object)(long)random.Next(-9, 10) },
        ColumnType.Decimal => Decimal(column.Precision!.Value, random),
        ColumnType.Double => random.Next(6) switch
        {
            0 => double.NaN,
            1 => double.PositiveInfinity,
            2 => double.NegativeInfinity,
            3 => BitConverter.Int64BitsToDouble(random.NextInt64() & 0x7FDFFFFFFFFFFFFF),
            4 => -0.0,
            _ => (object)(random.Next(100_000) / 100.0),
        },
        ColumnType.Boolean => random.Next(2) == 0,
        ColumnType.Date => random.Next(DateOnly.MaxValue.DayNumber + 1) - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
        _ => (random.NextInt64(DateTime.MaxValue.Ticks) - DateTime.UnixEpoch.Ticks) / 10 / 1_000_000 * 1_000_000 + random.Next(2) * random.Next(1_000_000),
    };

    private static object Decimal(int precision, Random random)
    {
        var limit = Int128.One;
        for (var digit = 0; digit < precision; digit++)
            limit *= 10;
        var value = ((Int128)random.NextInt64() << 64 | (Int128)(ulong)random.NextInt64()) % limit;
        return random.Next(4) switch { 0 => limit - 1, 1 => 1 - limit, 2 => value, _ => -(value % 1000) };
    }
}

/// <summary>How the parts of a test are written.</summary>
internal sealed record WriteOptions(
    Compression Compression = Compression.Snappy,
    bool PageIndex = false,
    bool Dictionary = false,
    int RowGroups = 1,
    long PageBytes = 1 << 20);
