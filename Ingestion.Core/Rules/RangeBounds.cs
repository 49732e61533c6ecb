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
        // The bounds may have more decimals than the column: round them inwards, so that the comparison stays exact.
        Int128 low = Int128.MinValue, high = Int128.MaxValue;
        if (min is not null && !TryUnits(min, column.Scale, up: true, out low))
            return Bad("min", min, "a number", out problem);
        if (max is not null && !TryUnits(max, column.Scale, up: false, out high))
            return Bad("max", max, "a number", out problem);
        if (IsInverted(min, max, out problem))
            return null;
        return column.Type == ColumnType.Decimal && column.Precision > ColumnSpec.NarrowPrecision
            ? new WideRangeCheck(check, low, high, min, max)
            : low > long.MaxValue || high < long.MinValue
                ? new LongRangeCheck(check, 1, 0, min, max)
                : new LongRangeCheck(check, Clamp(low), Clamp(high), min, max);
    }

    private static DoubleRangeCheck? Double(PlanCheck check, string? min, string? max, out (string, string)? problem)
    {
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        if (min is not null && !double.TryParse(min, NumberStyles.Float, CultureInfo.InvariantCulture, out low))
            Bad("min", min, "a number", out problem);
        else if (max is not null && !double.TryParse(max, NumberStyles.Float, CultureInfo.InvariantCulture, out high))
            Bad("max", max, "a number", out problem);
        else if (!IsInverted(min, max, out problem))
            return new DoubleRangeCheck(check, low, high, min, max);
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
            problem = ("min", $"min {min} is above max {max}; no value can lie between them.");
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

    private static bool TryUnits(string text, int scale, bool up, out Int128 units)
    {
        units = 0;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Utf8Values.TryDecimal(Encoding.UTF8.GetBytes(text), ColumnSpec.MaxPrecision, scale, out units);
        var whole = decimal.Floor(number);
        units = (Int128)whole;
        var rest = number - whole;
        for (var i = 0; i < scale; i++)
        {
            rest *= 10;
            var digit = decimal.Floor(rest);
            rest -= digit;
            units = (units * 10) + (Int128)digit;
        }
        if (rest > 0 && up)
            units++;
        return true;
    }

    private static bool IsInverted(string? min, string? max, out (string, string)? problem)
    {
        problem = min is not null && max is not null
            && decimal.TryParse(min, NumberStyles.Float, CultureInfo.InvariantCulture, out var low)
            && decimal.TryParse(max, NumberStyles.Float, CultureInfo.InvariantCulture, out var high) && low > high
            ? ("min", $"min {min} is above max {max}; no value can lie between them.") : null;
        return problem is not null;
    }

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
