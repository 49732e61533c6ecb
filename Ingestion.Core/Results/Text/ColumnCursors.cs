using System.Buffers.Binary;
using Ingestion.Contracts;
using Ingestion.Core.Results.Parquet;
using ParquetSharp;

namespace Ingestion.Core.Results.Text;

/// <summary>The cursor of each column type.</summary>
internal static class ColumnCursors
{
    /// <summary>Makes the cursor of a column.</summary>
    public static ColumnCursor Create(ResultColumn column, TextFormat format, int batchRows) => column.Type switch
    {
        ColumnType.Text => new TextCursor(format, batchRows),
        ColumnType.Integer => new IntegerCursor(format, batchRows),
        ColumnType.Decimal when ResultSchema.IsWide(column) => new WideDecimalCursor(format, batchRows, column.Scale ?? 0),
        ColumnType.Decimal => new DecimalCursor(format, batchRows, column.Scale ?? 0),
        ColumnType.Double => new DoubleCursor(format, batchRows),
        ColumnType.Boolean => new BooleanCursor(format, batchRows),
        ColumnType.Date => new DateCursor(format, batchRows),
        ColumnType.Timestamp => new TimestampCursor(format, batchRows, column.IsUtc),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, null),
    };

    private static void AppendQuote(TextBuffer output, TextFormat format)
    {
        if (format == TextFormat.JsonLines)
            output.Append((byte)'"');
    }

    private static void Check(bool appended)
    {
        if (!appended)
            throw new InvalidDataException("a date in it is outside the years 0001 to 9999");
    }

    private sealed class TextCursor(TextFormat format, int batchRows) : ColumnCursor<ByteArray>(format, batchRows)
    {
        protected override unsafe void AppendValue(TextBuffer output, ByteArray value)
        {
            var text = new ReadOnlySpan<byte>((void*)value.Pointer, value.Length);
            if (Format == TextFormat.Csv)
                output.AppendCsv(text);
            else
                output.AppendJson(text);
        }
    }

    private sealed class IntegerCursor(TextFormat format, int batchRows) : ColumnCursor<long>(format, batchRows)
    {
        protected override void AppendValue(TextBuffer output, long value) => output.AppendInteger(value);
    }

    private sealed class DecimalCursor(TextFormat format, int batchRows, int scale) : ColumnCursor<long>(format, batchRows)
    {
        protected override void AppendValue(TextBuffer output, long value) => output.AppendDecimal(value, scale);
    }

    private sealed class WideDecimalCursor(TextFormat format, int batchRows, int scale)
        : ColumnCursor<FixedLenByteArray>(format, batchRows)
    {
        protected override unsafe void AppendValue(TextBuffer output, FixedLenByteArray value)
        {
            var bytes = new ReadOnlySpan<byte>((void*)value.Pointer, ResultSchema.WideDecimalBytes);
            output.AppendDecimal(BinaryPrimitives.ReadInt128BigEndian(bytes), scale);
        }
    }

    private sealed class DoubleCursor(TextFormat format, int batchRows) : ColumnCursor<double>(format, batchRows)
    {
        protected override void AppendValue(TextBuffer output, double value)
        {
            if (double.IsFinite(value))
            {
                output.AppendDouble(value);
                return;
            }
            AppendQuote(output, Format);
            output.AppendDouble(value);
            AppendQuote(output, Format);
        }
    }

    private sealed class BooleanCursor(TextFormat format, int batchRows) : ColumnCursor<bool>(format, batchRows)
    {
        protected override void AppendValue(TextBuffer output, bool value) => output.Append(value ? "true"u8 : "false"u8);
    }

    private sealed class DateCursor(TextFormat format, int batchRows) : ColumnCursor<int>(format, batchRows)
    {
        protected override void AppendValue(TextBuffer output, int value)
        {
            AppendQuote(output, Format);
            Check(output.TryAppendDate(value));
            AppendQuote(output, Format);
        }
    }

    private sealed class TimestampCursor(TextFormat format, int batchRows, bool isUtc) : ColumnCursor<long>(format, batchRows)
    {
        protected override void AppendValue(TextBuffer output, long value)
        {
            AppendQuote(output, Format);
            Check(output.TryAppendTimestamp(value, isUtc));
            AppendQuote(output, Format);
        }
    }
}
