using System.Buffers.Binary;
using System.Text;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>What a Parquet file ends with: FileMetaData, its length and the magic number.</summary>
internal static class FileFooter
{
    private const int FormatVersion = 2;
    private const int TailBytes = 8;
    private static readonly byte[] CreatedBy = Encoding.UTF8.GetBytes("Ingestion");

    /// <summary>What a Parquet file begins and ends with.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>A file without rows.</summary>
    public static byte[] EmptyFile(IReadOnlyList<ColumnSpec> columns) => [.. Magic, .. Of(columns, [], 0)];

    /// <summary>The footer of a file with one row group of these column chunks, or with none.</summary>
    public static byte[] Of(IReadOnlyList<ColumnSpec> columns, IReadOnlyList<ColumnChunkMetaData> chunks, int rows)
    {
        var thrift = new ThriftCompactWriter();
        short last = 0;
        thrift.WriteInteger(ref last, 1, ThriftType.I32, FormatVersion);
        thrift.WriteField(ref last, 2, ThriftType.List);
        SchemaWriter.Write(thrift, columns);
        thrift.WriteInteger(ref last, 3, ThriftType.I64, rows);
        thrift.WriteField(ref last, 4, ThriftType.List);
        thrift.WriteListHeader(ThriftType.Struct, chunks.Count > 0 ? 1 : 0);
        if (chunks.Count > 0)
            WriteRowGroup(thrift, chunks, rows);
        thrift.WriteBinary(ref last, 6, CreatedBy);
        WriteColumnOrders(thrift, ref last, columns.Count);
        thrift.WriteStop();

        var metadata = thrift.Written.Span;
        var footer = new byte[metadata.Length + TailBytes];
        metadata.CopyTo(footer);
        BinaryPrimitives.WriteInt32LittleEndian(footer.AsSpan(metadata.Length), metadata.Length);
        Magic.CopyTo(footer.AsSpan(metadata.Length + sizeof(int)));
        return footer;
    }

    private static void WriteRowGroup(ThriftCompactWriter thrift, IReadOnlyList<ColumnChunkMetaData> chunks, int rows)
    {
        short last = 0;
        thrift.WriteField(ref last, 1, ThriftType.List);
        thrift.WriteListHeader(ThriftType.Struct, chunks.Count);
        foreach (var chunk in chunks)
        {
            short field = 0;
            // Superseded by the offsets of the pages; required all the same.
            thrift.WriteInteger(ref field, 2, ThriftType.I64, 0);
            thrift.WriteField(ref field, 3, ThriftType.Struct);
            chunk.Write(thrift);
            thrift.WriteStop();
        }
        thrift.WriteInteger(ref last, 2, ThriftType.I64, chunks.Sum(chunk => chunk.UncompressedBytes));
        thrift.WriteInteger(ref last, 3, ThriftType.I64, rows);
        thrift.WriteInteger(ref last, 5, ThriftType.I64, chunks[0].Start);
        thrift.WriteInteger(ref last, 6, ThriftType.I64, chunks.Sum(chunk => chunk.CompressedBytes));
        thrift.WriteInteger(ref last, 7, ThriftType.I16, 0);
        thrift.WriteStop();
    }

    /// <summary>That bounds are of the order that each type has: without it readers trust none of a text or an unsigned type.</summary>
    private static void WriteColumnOrders(ThriftCompactWriter thrift, ref short last, int columns)
    {
        thrift.WriteField(ref last, 7, ThriftType.List);
        thrift.WriteListHeader(ThriftType.Struct, columns);
        for (var i = 0; i < columns; i++)
        {
            short field = 0;
            thrift.WriteEmptyStruct(ref field, 1);
            thrift.WriteStop();
        }
    }
}
