using System.Globalization;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Rules;

/// <summary>Compiles RANGE's <c>min</c> and <c>max</c> for a column's type, exactly.</summary>
internal static class RangeBounds
{
    /// <summary>The check, or in <paramref name="problem"/> what is wrong and with which parameter.</summary>
    public static ValueCheck? Compile(PlanCheck check, ColumnSpec column, JsonElement parameters, out (string Parameter, string Message)? problem)
    {
        var min = Text(parameters, "min");
        var max = Text(parameters, "max");
        problem = min is null && max is null ? ("", "RANGE needs min, max or both.") : null;
        if (problem is not null)
            return null;
        return column.Type switch
        {
            ColumnType.Integer or ColumnType.Decimal => Exact(check, column, min, max, out problem),
            ColumnType.Double => Double(check, min, max, out problem),
            ColumnType.Date or ColumnType.Timestamp => Time(check, column, min, max, out problem),
            _ => Refuse(column, out problem),
        };
    }

    private static ValueCheck? Exact(PlanCheck check, ColumnSpec column, string? min, string? max, out (string, string)? problem)
    {
        ExactNumber least = default, most = default;
        if (min is not null && !ExactNumber.TryParse(min, out least))
            return Bad("min", min, "a number", out problem);
        if (max is not null && !ExactNumber.TryParse(max, out most))
            return Bad("max", max, "a number", out problem);
        problem = min is not null && max is not null && least.CompareTo(most) > 0 ? Inverted(min, max) : null;
        if (problem is not null)
            return null;
        // The bounds may have more decimals than the column: rounded inwards, they keep the comparison exact.
        var low = min is null ? Int128.MinValue : least.ToUnits(column.Scale, up: true);
        var high = max is null ? Int128.MaxValue : most.ToUnits(column.Scale, up: false);
        return column.Type == ColumnType.Decimal && column.Precision > ColumnSpec.NarrowPrecision ? new WideRangeCheck(check, low, high, min, max)
            : low > long.MaxValue ? new NoRangeCheck(check, isBelow: true, min, max)
            : high < long.MinValue ? new NoRangeCheck(check, isBelow: false, min, max)
            : new LongRangeCheck(check, Clamp(low), Clamp(high), min, max);
    }

    private static DoubleRangeCheck? Double(PlanCheck check, string? min, string? max, out (string, string)? problem)
    {
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        if (min is not null && !TryDouble(min, out low))
            Bad("min", min, "a number", out problem);
        else if (max is not null && !TryDouble(max, out high))
            Bad("max", max, "a number", out problem);
        else if (low > high)
            problem = Inverted(min!, max!);
        else
        {
            problem = null;
            return new DoubleRangeCheck(check, low, high, min, max);
        }
        return null;
    }

    private static LongRangeCheck? Time(PlanCheck check, ColumnSpec column, string? min, string? max, out (string, string)? problem)
    {
        long low = long.MinValue, high = long.MaxValue;
        if (min is not null && !TryTime(column, min, out low))
            Bad("min", min, TimeForm(column), out problem);
        else if (max is not null && !TryTime(column, max, out high))
            Bad("max", max, TimeForm(column), out problem);
        else if (low > high)
            problem = Inverted(min!, max!);
        else
        {
            problem = null;
            return new LongRangeCheck(check, low, high, min, max);
        }
        return null;
    }

    private static bool TryTime(ColumnSpec column, string text, out long value)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (column.Type == ColumnType.Timestamp)
            return CivilCalendar.TryIsoTimestamp(bytes, column.IsUtc, out value) || (column.IsUtc && CivilCalendar.TryIsoTimestamp(bytes, false, out value));
        var fits = CivilCalendar.TryIsoDate(bytes, out var days);
        value = days;
        return fits;
    }

    private static string TimeForm(ColumnSpec column) =>
        column.Type == ColumnType.Date ? "a date such as 2024-01-31" : "a timestamp such as 2024-01-31T12:00:00";

    private static bool TryDouble(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);

    private static (string, string) Inverted(string min, string max) => ("min", $"min {min} is above max {max}; no value can lie between them.");

    private static long Clamp(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);

    private static string? Text(JsonElement parameters, string name) =>
        parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
            ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static ValueCheck? Bad(string parameter, string text, string wanted, out (string, string)? problem)
    {
        problem = (parameter, $"'{text}' is not {wanted}.");
        return null;
    }

    private static ValueCheck? Refuse(ColumnSpec column, out (string, string)? problem)
    {
        problem = ("", $"RANGE needs numbers, dates or timestamps, and column '{column.Name}' is {column.Type.ToString().ToUpperInvariant()}. "
            + "Map it to INTEGER, DECIMAL, DOUBLE, DATE or TIMESTAMP, with null tokens for texts such as 'n/a'.");
        return null;
    }
}
