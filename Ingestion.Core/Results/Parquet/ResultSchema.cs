using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Results.Parquet;

/// <summary>A manifest's columns in Parquet.</summary>
internal static class ResultSchema
{
    /// <summary>The size of a wide decimal: a two's complement 128-bit integer, big-endian.</summary>
    public const int WideDecimalBytes = 16;

    /// <summary>Whether a DECIMAL column's values are wider than 64 bits.</summary>
    public static bool IsWide(ResultColumn column) => column.Precision is null or > ColumnSpec.NarrowPrecision;

    /// <summary>What a column's values are in Parquet.</summary>
    public static PhysicalType PhysicalTypeOf(ResultColumn column) => SchemaWriter.PhysicalTypeOf(SpecOf(column));

    /// <summary>An empty Parquet file with these columns.</summary>
    public static byte[] CreateEmptyFile(IReadOnlyList<ResultColumn> columns) => FileFooter.EmptyFile([.. columns.Select(SpecOf)]);

    /// <summary>The type of a column, by which every part of its result was written.</summary>
    public static ColumnSpec SpecOf(ResultColumn column) => new(
        column.Name,
        column.Type,
        column.Type == ColumnType.Decimal ? column.Precision ?? ColumnSpec.MaxPrecision : 0,
        column.Scale ?? 0,
        IsUtc: column.IsUtc);
}
