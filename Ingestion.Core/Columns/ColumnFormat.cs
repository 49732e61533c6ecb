using System.Globalization;
using Ingestion.Contracts;

namespace Ingestion.Core.Columns;

/// <summary>The <c>format</c> of a mapping and of an inferred column: one text for what a type needs beside its name.</summary>
internal static class ColumnFormat
{
    /// <summary>The format of ISO 8601 timestamps that all have a time zone.</summary>
    public const string IsoZoned = "ISO8601Z";

    private const int DefaultScale = 9;

    /// <summary>Makes a column's type of its format; <paramref name="problem"/> says what is wrong with one.</summary>
    public static ColumnSpec Resolve(string name, ColumnType type, string? format, out string? problem)
    {
        problem = null;
        switch (type)
        {
            case ColumnType.Decimal:
                return Decimal(name, format, ref problem);
            case ColumnType.Date or ColumnType.Timestamp when format is not null && format != IsoZoned:
                if (!DatePattern.TryCreate(format, out var pattern, out var wrong))
                    problem = $"The format '{format}': {wrong}.";
                else if (type == ColumnType.Date && pattern.HasTime)
                    problem = $"The format '{format}' has a time of day; use TIMESTAMP for it.";
                return new ColumnSpec(name, type, Pattern: format, IsUtc: type == ColumnType.Timestamp && pattern is { HasZone: true });
            case ColumnType.Timestamp:
                return new ColumnSpec(name, type, IsUtc: format == IsoZoned);
            default:
                if (format is not null)
                    problem = type == ColumnType.Date ? $"DATE has no time zone; use TIMESTAMP for {IsoZoned}." : $"{type.ToString().ToUpperInvariant()} takes no format.";
                return new ColumnSpec(name, type);
        }
    }

    /// <summary>A source column's own type.</summary>
    public static ColumnSpec Resolve(SourceColumn column) =>
        Resolve(column.Name, column.Type, column.Format, out _) with { DecimalComma = HasDecimalComma(column, column.Type) };

    /// <summary>Whether a column, read as a type, has a comma before decimals.</summary>
    public static bool HasDecimalComma(SourceColumn column, ColumnType type) => column.DecimalSeparator == "," && (type is ColumnType.Decimal or ColumnType.Double);

    /// <summary>A DECIMAL's format.</summary>
    public static string Decimal(int precision, int scale) => string.Create(CultureInfo.InvariantCulture, $"{precision},{scale}");

    private static ColumnSpec Decimal(string name, string? format, ref string? problem)
    {
        var (precision, scale) = (ColumnSpec.MaxPrecision, DefaultScale);
        if (format is not null)
        {
            var parts = format.Split(',', StringSplitOptions.TrimEntries);
            if (parts.Length != 2
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out precision)
                || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out scale)
                || precision is < 1 or > ColumnSpec.MaxPrecision || scale > precision)
                problem = $"'{format}' is not precision,scale such as 18,2: at most {ColumnSpec.MaxPrecision} digits, of which at most all are decimals.";
        }
        return new ColumnSpec(name, ColumnType.Decimal, precision, Math.Max(scale, 0));
    }
}
