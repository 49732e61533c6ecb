using Ingestion.Contracts;
using Ingestion.Core.Columns;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;

namespace Ingestion.Core.Results;

/// <summary>Writes the clean rows of a chunk as one Parquet file of one row group. Every column is optional.</summary>
internal static class ParquetSink
{
    private const int SlotsSampled = 512;

    // The library's 1024 costs a call, a look at the page's size and a step of the statistics that often.
    private const int BatchRows = 64 * 1024;

    /// <summary>Writes <paramref name="slots"/> of <paramref name="columns"/>, in that order.</summary>
    public static void Write(Stream stream, IReadOnlyList<ColumnBuffer> columns, ReadOnlySpan<int> slots, OutputCompression compression)
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(compression == OutputCompression.Zstd ? Compression.Zstd : Compression.Snappy);
        builder.CreatedBy("Ingestion");
        builder.WriteBatchSize(BatchRows);
        var seen = new HashSet<int>(2 * SlotsSampled);
        foreach (var column in columns)
        {
            // A dictionary of values that hardly repeat is built only to be thrown away.
            if (!Repeats(column, slots, seen))
                builder.DisableDictionary(new ColumnPath(column.Spec.Name));
        }
        using var properties = builder.Build();
        using var schema = Schema(columns.Select(column => column.Spec));
        using var output = new ManagedOutputStream(stream, leaveOpen: true);
        using var file = new ParquetFileWriter(output, schema, properties);
        using var group = file.AppendRowGroup();
        foreach (var column in columns)
        {
            using var writer = group.NextColumn();
            column.WriteParquet(writer, slots);
        }
        file.Close();
    }

    /// <summary>The Parquet schema of a result.</summary>
    public static GroupNode Schema(IEnumerable<ColumnSpec> columns) =>
        new("schema", Repetition.Required, [.. columns.Select(Node)]);

    private static PrimitiveNode Node(ColumnSpec column) => column.Type switch
    {
        ColumnType.Integer => Node(column, LogicalType.Int(64, isSigned: true), PhysicalType.Int64),
        ColumnType.Decimal when column.Precision <= ColumnSpec.NarrowPrecision =>
            Node(column, LogicalType.Decimal(column.Precision, column.Scale), PhysicalType.Int64),
        ColumnType.Decimal => Node(column, LogicalType.Decimal(column.Precision, column.Scale), PhysicalType.FixedLenByteArray, 16),
        ColumnType.Double => Node(column, LogicalType.None(), PhysicalType.Double),
        ColumnType.Boolean => Node(column, LogicalType.None(), PhysicalType.Boolean),
        ColumnType.Date => Node(column, LogicalType.Date(), PhysicalType.Int32),
        ColumnType.Timestamp => Node(column, LogicalType.Timestamp(column.IsUtc, TimeUnit.Micros), PhysicalType.Int64),
        _ => Node(column, LogicalType.String(), PhysicalType.ByteArray),
    };

    private static PrimitiveNode Node(ColumnSpec column, LogicalType logical, PhysicalType physical, int length = -1)
    {
        using (logical)
            return new PrimitiveNode(column.Name, Repetition.Optional, logical, physical, length);
    }

    private static bool Repeats(ColumnBuffer column, ReadOnlySpan<int> slots, HashSet<int> distinct)
    {
        var step = Math.Max(1, slots.Length / SlotsSampled);
        distinct.Clear();
        var looked = 0;
        for (var i = 0; i < slots.Length; i += step)
        {
            distinct.Add(column.Fingerprint(slots[i]));
            looked++;
        }
        return distinct.Count * 2 <= looked;
    }
}
