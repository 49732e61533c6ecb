using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Results;

/// <summary>Writes the clean rows of a chunk as one Parquet file of one row group. Every column is optional.</summary>
internal static class ParquetSink
{
    /// <summary>Writes <paramref name="slots"/> of <paramref name="columns"/>, in that order.</summary>
    public static void Write(Stream stream, ReadOnlySpan<ColumnBuffer> columns, ReadOnlySpan<int> slots, OutputCompression compression)
    {
        using var group = new RowGroupWriter(stream, compression, slots.Length);
        foreach (var column in columns)
            column.WriteParquet(group, slots);
        group.Complete();
    }
}
