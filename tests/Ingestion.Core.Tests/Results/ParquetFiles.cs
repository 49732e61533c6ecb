using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ingestion.Contracts;
using Ingestion.Core.Results;
using ParquetSharp;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Ingestion.Core.Tests.Results;

/// <summary>Writes and reads whole Parquet files with ParquetSharp's physical columns.</summary>
internal static class ParquetFiles
{
    public static byte[] Write(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows, WriteOptions options)
    {
        using var stream = new MemoryStream();
        using var builder = new WriterPropertiesBuilder().Compression(options.Compression).DataPagesize(options.PageBytes).WriteBatchSize(64);
        _ = options.Dictionary ? builder.EnableDictionary() : builder.DisableDictionary();
        _ = options.PageIndex ? builder.EnableWritePageIndex() : builder.DisableWritePageIndex();
        using var properties = builder.Build();
        using var schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(Node)]);
        using (var writer = new ParquetFileWriter(stream, schema, properties, leaveOpen: true))
        {
            foreach (var group in rows.Chunk(Math.Max(1, rows.Count / options.RowGroups)))
            {
                using var rowGroup = writer.AppendRowGroup();
                for (var index = 0; index < columns.Count; index++)
                    WriteColumn(rowGroup.NextColumn(), columns[index], [.. group.Select(row => row[index])]);
            }
            writer.Close();
        }
        return stream.ToArray();
    }

    public static List<object?[]> Read(byte[] bytes, IReadOnlyList<ResultColumn> columns)
    {
        using var stream = new MemoryStream(bytes);
        using var file = new ParquetFileReader(stream);
        var rows = new List<object?[]>();
        for (var index = 0; index < file.FileMetaData.NumRowGroups; index++)
        {
            using var group = file.RowGroup(index);
            var values = columns.Select((column, position) => ReadColumn(group.Column(position), column, group.MetaData.NumRows)).ToArray();
            for (var row = 0; row < group.MetaData.NumRows; row++)
                rows.Add([.. values.Select(column => column[row])]);
        }
        return rows;
    }

    /// <summary>Each column chunk's number of values and nulls, minimum and maximum, in order.</summary>
    public static List<string> Statistics(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var file = new ParquetFileReader(stream);
        var found = new List<string>();
        for (var index = 0; index < file.FileMetaData.NumRowGroups; index++)
        {
            using var group = file.RowGroup(index);
            for (var column = 0; column < file.FileMetaData.NumColumns; column++)
            {
                using var chunk = group.MetaData.GetColumnChunkMetaData(column);
                using var statistics = chunk.Statistics;
                found.Add(statistics is null
                    ? "none"
                    : $"{chunk.NumValues} {statistics.NullCount} {statistics.HasMinMax} {(statistics.HasMinMax ? $"{Show(statistics.MinUntyped)} {Show(statistics.MaxUntyped)}" : "")}");
            }
        }
        return found;
    }

    private static PrimitiveNode Node(ResultColumn column) => column.Type switch
    {
        ColumnType.Integer => Node(column, LogicalType.Int(64, isSigned: true), PhysicalType.Int64),
        ColumnType.Decimal when column.Precision <= 18 => Node(column, LogicalType.Decimal(column.Precision.Value, column.Scale!.Value), PhysicalType.Int64),
        ColumnType.Decimal => Node(column, LogicalType.Decimal(column.Precision!.Value, column.Scale!.Value), PhysicalType.FixedLenByteArray, 16),
        ColumnType.Double => Node(column, LogicalType.None(), PhysicalType.Double),
        ColumnType.Boolean => Node(column, LogicalType.None(), PhysicalType.Boolean),
        ColumnType.Date => Node(column, LogicalType.Date(), PhysicalType.Int32),
        ColumnType.Timestamp => Node(column, LogicalType.Timestamp(column.IsUtc, TimeUnit.Micros), PhysicalType.Int64),
        _ => Node(column, LogicalType.String(), PhysicalType.ByteArray),
    };

    private static PrimitiveNode Node(ResultColumn column, LogicalType logical, PhysicalType physical, int length = -1)
    {
        using (logical)
            return new PrimitiveNode(column.Name, Repetition.Optional, logical, physical, length);
    }

    private static string? Show(object value) => value switch
    {
        ByteArray bytes => Text(bytes),
        FixedLenByteArray bytes => Wide(bytes).ToString(),
        _ => value.ToString(),
    };

    private static void WriteColumn(ColumnWriter writer, ResultColumn column, object?[] values)
    {
        var levels = values.Select(value => (short)(value is null ? 0 : 1)).ToArray();
        var present = values.Where(value => value is not null).ToArray();
        switch (writer)
        {
            case ColumnWriter<ByteArray> text:
                var texts = present.Select(value => Encoding.UTF8.GetBytes((string)value!)).ToArray();
                WithPointers(texts, pointers => text.WriteBatch(values.Length, levels, [], [.. pointers.Select((pointer, index) => new ByteArray(pointer, texts[index].Length))]));
                break;
            case ColumnWriter<FixedLenByteArray> wide:
                var numbers = present.Select(value => Bytes((Int128)value!)).ToArray();
                WithPointers(numbers, pointers => wide.WriteBatch(values.Length, levels, [], [.. pointers.Select(pointer => new FixedLenByteArray(pointer))]));
                break;
            case ColumnWriter<long> longs:
                longs.WriteBatch(values.Length, levels, [], [.. present.Select(value => column.Type == ColumnType.Decimal ? (long)(Int128)value! : (long)value!)]);
                break;
            case ColumnWriter<int> dates:
                dates.WriteBatch(values.Length, levels, [], [.. present.Cast<int>()]);
                break;
            case ColumnWriter<double> doubles:
                doubles.WriteBatch(values.Length, levels, [], [.. present.Cast<double>()]);
                break;
            case ColumnWriter<bool> booleans:
                booleans.WriteBatch(values.Length, levels, [], [.. present.Cast<bool>()]);
                break;
            default:
                throw new InvalidOperationException(writer.GetType().ToString());
        }
        writer.Dispose();
    }

    private static object?[] ReadColumn(ColumnReader reader, ResultColumn column, long rows)
    {
        using (reader)
        {
            return reader switch
            {
                ColumnReader<ByteArray> text => ReadValues(text, rows, value => Text(value)),
                ColumnReader<FixedLenByteArray> wide => ReadValues(wide, rows, value => Wide(value)),
                ColumnReader<long> longs => ReadValues(longs, rows, value => column.Type == ColumnType.Decimal ? (Int128)value : (object)value),
                ColumnReader<int> dates => ReadValues(dates, rows, value => value),
                ColumnReader<double> doubles => ReadValues(doubles, rows, value => value),
                ColumnReader<bool> booleans => ReadValues(booleans, rows, value => value),
                _ => throw new InvalidOperationException(reader.GetType().ToString()),
            };
        }
    }

    private static object?[] ReadValues<T>(ColumnReader<T> reader, long rows, Func<T, object> convert) where T : unmanaged
    {
        var found = new List<object?>();
        var levels = new short[100];
        var values = new T[100];
        while (reader.HasNext)
        {
            var count = reader.ReadBatch(levels.Length, levels, [], values, out _);
            for (int row = 0, value = 0; row < count; row++)
                found.Add(levels[row] == 0 ? null : convert(values[value++]));
        }
        Assert.Equal(rows, found.Count);
        return [.. found];
    }

    private static byte[] Bytes(Int128 value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        return bytes;
    }

    private static string Text(ByteArray value) => Marshal.PtrToStringUTF8(value.Pointer, value.Length);

    private static Int128 Wide(FixedLenByteArray value)
    {
        var bytes = new byte[16];
        Marshal.Copy(value.Pointer, bytes, 0, bytes.Length);
        return BinaryPrimitives.ReadInt128BigEndian(bytes);
    }

    private static void WithPointers(byte[][] blocks, Action<nint[]> write)
    {
        var all = GCHandle.Alloc(blocks.SelectMany(block => block).Append((byte)0).ToArray(), GCHandleType.Pinned);
        try
        {
            var next = all.AddrOfPinnedObject();
            var pointers = new nint[blocks.Length];
            for (var index = 0; index < blocks.Length; index++)
            {
                pointers[index] = next;
                next += blocks[index].Length;
            }
            write(pointers);
        }
        finally
        {
            all.Free();
        }
    }
}
