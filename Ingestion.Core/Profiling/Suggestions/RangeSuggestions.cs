using System.Globalization;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Conclusions;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Suggestions on the bounds of numbers, dates and timestamps.</summary>
internal static class RangeSuggestions
{
    private const double NearlyNone = 0.01;

    /// <summary>Numbers that are (nearly) never negative, and those with values far from all others.</summary>
    public static IEnumerable<Suggestion> Numbers(ColumnFindings column)
    {
        if (column.Numbers is not { } numbers || !column.Summary.Column.IsNumber || column.Profile.IsLikelyKey || column.Profile.IsConstant)
            return [];
        var (low, high) = ProfileAlerts.Fences(column)!.Value;
        var (smallest, largest) = (NumberText.AsDouble(column.Summary.Column, column.Summary.Min), NumberText.AsDouble(column.Summary.Column, column.Summary.Max));
        var isNeverNegative = NumberText.AsDouble(column.Summary.Column, numbers.Quantile(NearlyNone)) >= 0;
        var min = isNeverNegative ? "0" : smallest < low ? Round(low, up: false) : null;
        var max = largest > high ? Round(high, up: true) : null;
        if (min is null && max is null)
            return [];
        var bounds = string.Join(", ", new[] { min is null ? null : $"\"min\": {min}", max is null ? null : $"\"max\": {max}" }.OfType<string>());
        return [Suggestion.OfRule(RuleType.Range, column.Profile.Name, Why(column, isNeverNegative, max is not null || (min is not null && !isNeverNegative)), $"{{ {bounds} }}")];
    }

    /// <summary>Dates and timestamps: the years that are not far from all others.</summary>
    public static IEnumerable<Suggestion> Times(ColumnFindings column)
    {
        if (column.Numbers is not { } numbers || column.Profile.Type is not (ColumnType.Date or ColumnType.Timestamp))
            return [];
        var (low, high) = ProfileAlerts.Fences(column)!.Value;
        var first = YearOf(column, numbers, low, isFirst: true);
        var last = YearOf(column, numbers, high, isFirst: false);
        var (min, max) = column.Profile.Type == ColumnType.Date
            ? ($"{first}-01-01", $"{last}-12-31")
            : ($"{first}-01-01T00:00:00", $"{last}-12-31T23:59:59.999999");
        return [Suggestion.OfRule(RuleType.Range, column.Profile.Name, $"{column.Profile.Quantiles[0].Value} to {column.Profile.Quantiles[^1].Value} is where 98% of the values lie.", $$"""{ "min": "{{min}}", "max": "{{max}}" }""")];
    }

    /// <summary>The year of the outermost value within a fence, four digits.</summary>
    private static string YearOf(ColumnFindings column, WeightedValues numbers, double fence, bool isFirst)
    {
        var within = numbers.Weighted().Select(value => value.Value).Where(value => isFirst ? NumberText.AsDouble(column.Summary.Column, value) >= fence : NumberText.AsDouble(column.Summary.Column, value) <= fence);
        return NumberText.Of(column.Summary.Column, isFirst ? within.Min() : within.Max())[..4];
    }

    private static string Why(ColumnFindings column, bool isNeverNegative, bool hasFar)
    {
        var sign = isNeverNegative ? $"{(column.Profile.Min!.StartsWith('-') ? "Hardly any value is" : "No value is")} negative." : null;
        var far = hasFar ? $"Half of the values lie between {column.Profile.Quantiles[2].Value} and {column.Profile.Quantiles[4].Value}, a few very far away." : null;
        return string.Join(" ", new[] { sign, far }.OfType<string>());
    }

    /// <summary>A bound of one significant digit, away from the values.</summary>
    private static string Round(double bound, bool up)
    {
        if (bound == 0)
            return "0";
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(bound))));
        var rounded = (up ? Math.Ceiling(bound / unit) : Math.Floor(bound / unit)) * unit;
        return rounded.ToString("G15", CultureInfo.InvariantCulture);
    }
}
