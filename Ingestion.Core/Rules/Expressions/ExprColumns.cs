using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Rules.Expressions;

/// <summary>Columns as parts of expressions.</summary>
internal static class ExprColumns
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>An input's values.</summary>
    public static Expr Of(int input, ColumnSpec column) => column.Type switch
    {
        ColumnType.Integer => Read<IntegerColumnBuffer, ExactNumber>(input, ExprType.Number, (buffer, slot) => new(buffer.Values[slot], 0)),
        ColumnType.Decimal when column.Precision <= ColumnSpec.NarrowPrecision => Read<NarrowDecimalColumnBuffer, ExactNumber>(input, ExprType.Number, (buffer, slot) => new(buffer.Values[slot], -column.Scale)),
        ColumnType.Decimal => Read<WideDecimalColumnBuffer, ExactNumber>(input, ExprType.Number, (buffer, slot) => new(buffer.Values[slot], -column.Scale)),
        ColumnType.Double => Read<DoubleColumnBuffer, double>(input, ExprType.Double, (buffer, slot) => buffer.Values[slot]),
        ColumnType.Boolean => Read<BooleanColumnBuffer, bool>(input, ExprType.Boolean, (buffer, slot) => buffer.Values[slot]),
        ColumnType.Date => Read<DateColumnBuffer, long>(input, ExprType.Date, (buffer, slot) => buffer.Values[slot] * MicrosecondsPerDay),
        ColumnType.Timestamp => Read<TimestampColumnBuffer, long>(input, column.IsUtc ? ExprType.UtcTimestamp : ExprType.Timestamp, (buffer, slot) => buffer.Values[slot]),
        _ => Read<TextColumnBuffer, ReadOnlyMemory<byte>>(input, ExprType.Text, (buffer, slot) => buffer.Memory(slot)),
    };

    private static Expr<T> Read<TBuffer, T>(int input, ExprType type, Func<TBuffer, int, T> read) where TBuffer : ColumnBuffer =>
        new(type, (in ExprRow row, out T value) =>
        {
            var buffer = (TBuffer)row.Columns[input];
            var isThere = buffer.Present[row.Slot];
            value = isThere ? read(buffer, row.Slot) : default!;
            return isThere;
        });
}
