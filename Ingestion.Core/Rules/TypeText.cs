using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Rules;

/// <summary>How a value that does not fit its column's type reads, after the value.</summary>
internal static class TypeText
{
    public static string Mismatch(ColumnSpec column) => column.Type switch
    {
        ColumnType.Integer => "is not an INTEGER of 64 bits",
        ColumnType.Decimal => $"is not a DECIMAL with at most {column.Precision} digits, {column.Scale} of them decimals{(column.DecimalComma ? " behind a comma" : "")}",
        ColumnType.Double => $"is not a DOUBLE{(column.DecimalComma ? " with a decimal comma" : "")}",
        ColumnType.Boolean => "is not a BOOLEAN (true/false, yes/no, t/f, y/n, 1/0)",
        ColumnType.Date => $"is not a DATE written {column.Pattern ?? "yyyy-MM-dd"}",
        ColumnType.Timestamp => $"is not a TIMESTAMP written {column.Pattern ?? (column.IsUtc ? "yyyy-MM-ddTHH:mm:ss with a time zone" : "yyyy-MM-ddTHH:mm:ss without a time zone")}",
        _ => "is not TEXT",
    };
}
