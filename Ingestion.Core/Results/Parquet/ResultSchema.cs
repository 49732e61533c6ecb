using Ingestion.Contracts;
using Ingestion.Core.Columns;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Ingestion.Core.Results.Parquet;

/// <summary>A manifest's columns in Parquet.</summary>
internal static class ResultSchema
{
    /// <summary>The size of a wide decimal: a two's complement 128-bit integer, big-endian.</summary>
    public const int WideDecimalBytes = 16;

    /// <summary>The schema that every part of a result with these columns has.</summary>
    public static GroupNode CreateNode(IReadOnlyList<ResultColumn> columns) => ParquetSink.Schema(columns.Select(SpecOf));

    /// <summary>Whether a DECIMAL column's values are wider than 64 bits.</summary>
    public static bool IsWide(ResultColumn column) => column.Precision is null or > ColumnSpec.NarrowPrecision;

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

    private static ColumnSpec SpecOf(ResultColumn column) => new(
        column.Name,
        column.Type,
        column.Type == ColumnType.Decimal ? column.Precision ?? ColumnSpec.MaxPrecision : 0,
        column.Scale ?? 0,
        IsUtc: column.IsUtc);
}
