using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// The schema of a result: one optional column of a primitive type for each of its columns. The converted types beside the logical ones are
/// for readers older than those. The bytes are those that Arrow writes for it, so that parts which it wrote join ours.
/// </summary>
internal static class SchemaWriter
{
    private const int RequiredRepetition = 0;
    private const int OptionalRepetition = 1;

    /// <summary>How a column's values lie in the file.</summary>
    public static PhysicalType PhysicalTypeOf(ColumnSpec column) => column.Type switch
    {
        ColumnType.Integer or ColumnType.Timestamp => PhysicalType.Int64,
        ColumnType.Decimal => column.Precision <= ColumnSpec.NarrowPrecision ? PhysicalType.Int64 : PhysicalType.FixedLenByteArray,
        ColumnType.Double => PhysicalType.Double,
        ColumnType.Boolean => PhysicalType.Boolean,
        ColumnType.Date => PhysicalType.Int32,
        _ => PhysicalType.ByteArray,
    };

    /// <summary>Writes the list of SchemaElement.</summary>
    public static void Write(ThriftCompactWriter thrift, IReadOnlyList<ColumnSpec> columns)
    {
        thrift.WriteListHeader(ThriftType.Struct, columns.Count + 1);
        short last = 0;
        thrift.WriteInteger(ref last, 3, ThriftType.I32, RequiredRepetition);
        thrift.WriteBinary(ref last, 4, "schema"u8);
        thrift.WriteInteger(ref last, 5, ThriftType.I32, columns.Count);
        thrift.WriteStop();
        foreach (var column in columns)
            Write(thrift, column);
    }

    private static void Write(ThriftCompactWriter thrift, ColumnSpec column)
    {
        short last = 0;
        var type = PhysicalTypeOf(column);
        thrift.WriteInteger(ref last, 1, ThriftType.I32, (int)type);
        if (type == PhysicalType.FixedLenByteArray)
            thrift.WriteInteger(ref last, 2, ThriftType.I32, ResultSchema.WideDecimalBytes);
        thrift.WriteInteger(ref last, 3, ThriftType.I32, OptionalRepetition);
        thrift.WriteBinary(ref last, 4, Encoding.UTF8.GetBytes(column.Name));
        if (ConvertedTypeOf(column) is { } converted)
            thrift.WriteInteger(ref last, 6, ThriftType.I32, converted);
        if (column.Type == ColumnType.Decimal)
        {
            thrift.WriteInteger(ref last, 7, ThriftType.I32, column.Scale);
            thrift.WriteInteger(ref last, 8, ThriftType.I32, column.Precision);
        }
        if (column.Type is not (ColumnType.Double or ColumnType.Boolean))
        {
            thrift.WriteField(ref last, 10, ThriftType.Struct);
            WriteLogicalType(thrift, column);
        }
        thrift.WriteStop();
    }

    private static int? ConvertedTypeOf(ColumnSpec column) => column.Type switch
    {
        ColumnType.Text => 0,
        ColumnType.Decimal => 5,
        ColumnType.Date => 6,
        // It means a moment in UTC, and nothing stands for a local time.
        ColumnType.Timestamp when column.IsUtc => 10,
        ColumnType.Integer => 18,
        _ => null,
    };

    private static void WriteLogicalType(ThriftCompactWriter thrift, ColumnSpec column)
    {
        short last = 0;
        switch (column.Type)
        {
            case ColumnType.Integer:
                thrift.WriteField(ref last, 10, ThriftType.Struct);
                WriteInteger64(thrift);
                break;
            case ColumnType.Decimal:
                thrift.WriteField(ref last, 5, ThriftType.Struct);
                WriteDecimal(thrift, column);
                break;
            case ColumnType.Date:
                thrift.WriteEmptyStruct(ref last, 6);
                break;
            case ColumnType.Timestamp:
                thrift.WriteField(ref last, 8, ThriftType.Struct);
                WriteMicroseconds(thrift, column.IsUtc);
                break;
            default:
                thrift.WriteEmptyStruct(ref last, 1);
                break;
        }
        thrift.WriteStop();
    }

    private static void WriteInteger64(ThriftCompactWriter thrift)
    {
        short last = 0;
        thrift.WriteField(ref last, 1, ThriftType.Byte);
        thrift.WriteByte(64);
        thrift.WriteBoolean(ref last, 2, true);
        thrift.WriteStop();
    }

    private static void WriteDecimal(ThriftCompactWriter thrift, ColumnSpec column)
    {
        short last = 0;
        thrift.WriteInteger(ref last, 1, ThriftType.I32, column.Scale);
        thrift.WriteInteger(ref last, 2, ThriftType.I32, column.Precision);
        thrift.WriteStop();
    }

    private static void WriteMicroseconds(ThriftCompactWriter thrift, bool isUtc)
    {
        short last = 0;
        thrift.WriteBoolean(ref last, 1, isUtc);
        thrift.WriteField(ref last, 2, ThriftType.Struct);
        short unit = 0;
        thrift.WriteEmptyStruct(ref unit, 2);
        thrift.WriteStop();
        thrift.WriteStop();
    }
}
