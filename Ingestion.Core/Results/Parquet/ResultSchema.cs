using Ingestion.Contracts;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Ingestion.Core.Results.Parquet;

/// <summary>The Parquet form of a result's columns, the same for every part: all optional, with logical types.</summary>
public static class ResultSchema
{
    /// <summary>The most digits of a decimal that is kept in an INT64; one with more takes <see cref="WideDecimalBytes"/>.</summary>
    public const int MaxInt64DecimalPrecision = 18;

    /// <summary>The most digits of a decimal.</summary>
    public const int MaxDecimalPrecision = 38;

    /// <summary>The size of a wide decimal: a two's complement 128-bit integer, big-endian.</summary>
    public const int WideDecimalBytes = 16;

    /// <summary>The schema's root node.</summary>
    public static GroupNode CreateNode(IReadOnlyList<ResultColumn> columns) =>
        new("schema", Repetition.Required, [.. columns.Select(CreateNode)]);

    /// <summary>Whether a DECIMAL column's values are wider than 64 bits.</summary>
    public static bool IsWide(ResultColumn column) => (column.Precision ?? MaxDecimalPrecision) > MaxInt64DecimalPrecision;

    /// <summary>What a column's values are in Parquet.</summary>
    public static PhysicalType PhysicalTypeOf(ResultColumn column) => column.Type switch
    {
        ColumnType.Text => PhysicalType.ByteArray,
        ColumnType.Integer or ColumnType.Timestamp => PhysicalType.Int64,
        ColumnType.Decimal => IsWide(column) ? PhysicalType.FixedLenByteArray : PhysicalType.Int64,
        ColumnType.Double => PhysicalType.Double,
        ColumnType.Boolean => PhysicalType.Boolean,
        ColumnType.Date => PhysicalType.Int32,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, null),
    };

    /// <summary>An empty Parquet file with these columns.</summary>
    public static byte[] CreateEmptyFile(IReadOnlyList<ResultColumn> columns)
    {
        using var stream = new MemoryStream();
        using var schema = CreateNode(columns);
        using var properties = WriterProperties.GetDefaultWriterProperties();
        using (var writer = new ParquetFileWriter(stream, schema, properties, leaveOpen: true))
        {
            writer.Close();
        }
        return stream.ToArray();
    }

    private static PrimitiveNode CreateNode(ResultColumn column)
    {
        var physicalType = PhysicalTypeOf(column);
        using var logicalType = LogicalTypeOf(column);
        var length = physicalType == PhysicalType.FixedLenByteArray ? WideDecimalBytes : -1;
        return new PrimitiveNode(column.Name, Repetition.Optional, logicalType, physicalType, length);
    }

    private static LogicalType LogicalTypeOf(ResultColumn column) => column.Type switch
    {
        ColumnType.Text => LogicalType.String(),
        ColumnType.Decimal => LogicalType.Decimal(
            IsWide(column) ? MaxDecimalPrecision : MaxInt64DecimalPrecision, column.Scale ?? 0),
        ColumnType.Date => LogicalType.Date(),
        ColumnType.Timestamp => LogicalType.Timestamp(column.IsUtc, TimeUnit.Micros),
        _ => LogicalType.None(),
    };
}
