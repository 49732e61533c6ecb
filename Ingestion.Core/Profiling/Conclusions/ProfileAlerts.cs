using System.Globalization;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Sketches;
using static Ingestion.Core.Profiling.Conclusions.NumberText;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>The alerts: each looks at a column and says what it found, or nothing.</summary>
internal static class ProfileAlerts
{
    private const double ManyNulls = 0.2;
    private const double NearlyAll = 0.95;
    private const double NearlyUnique = 0.9;
    private const long LeastRows = 10;

    // Tukey's far fence: so many times the span of the middle half away from it.
    private const double FarFence = 3;

    // Outliers are few, or they are the rule.
    private const double MostOutliers = 0.01;

    private static readonly (ProfileAlertName Name, Func<ColumnFindings, string?> Find)[] All =
    [
        (ProfileAlertName.AllNull, AllNull),
        (ProfileAlertName.ManyNulls, HasManyNulls),
        (ProfileAlertName.NullTokens, HasNullTokens),
        (ProfileAlertName.Constant, Constant),
        (ProfileAlertName.MixedTypes, MixedTypes),
        (ProfileAlertName.AmbiguousDates, AmbiguousDates),
        (ProfileAlertName.LeadingZeros, LeadingZeros),
        (ProfileAlertName.Whitespace, Whitespace),
        (ProfileAlertName.MixedCase, MixedCase),
        (ProfileAlertName.MixedPatterns, MixedPatterns),
        (ProfileAlertName.LikelyKey, LikelyKey),
        (ProfileAlertName.DuplicateKeyCandidate, DuplicateKeyCandidate),
        (ProfileAlertName.Outliers, Outliers),
        (ProfileAlertName.Skewed, Skewed),
    ];

    /// <summary>A column's alerts, in the order of <see cref="ProfileAlertName"/>.</summary>
    public static IReadOnlyList<ProfileAlert> Of(ColumnFindings column)
    {
        var alerts = new List<ProfileAlert>();
        foreach (var (name, find) in All)
        {
            if (find(column) is { } message)
                alerts.Add(new ProfileAlert(name, message));
        }
        return alerts;
    }

    private static string? AllNull(ColumnFindings column) =>
        column.Rows > 0 && column.Profile.Count == 0 ? $"None of the {Count(column.Rows, "row")} has a value." : null;

    private static string? HasManyNulls(ColumnFindings column) =>
        column.Profile.Count > 0 && column.Profile.Nulls >= column.Rows * ManyNulls
            ? $"{Count(column.Profile.Nulls)} of {Count(column.Rows, "row")} ({Share(column.Profile.Nulls, column.Rows)}) have no value."
            : null;

    private static string? HasNullTokens(ColumnFindings column) =>
        column.OpenNullTokens.Count > 0
            ? $"{Rows(column.OpenNullRows)} {Has(column.OpenNullRows)} a text that reads like \"no value\" but is taken for one: {string.Join(", ", column.OpenNullTokens.Take(3).Select(token => $"'{token.Text}' ({Count(token.Rows)})"))}. Make them null tokens if that is what they mean."
            : null;

    private static string? Constant(ColumnFindings column) =>
        column.Profile is { IsConstant: true, Count: > 1 } profile
            ? $"All {Count(profile.Count)} values are '{profile.TopValues[0].Value}'. The column tells nothing about a row."
            : null;

    private static string? MixedTypes(ColumnFindings column)
    {
        var (profile, kinds) = (column.Profile, column.Summary.Kinds);
        if (profile.Misfits > 0)
            return $"{Count(profile.Misfits)} of {Count(profile.Count)} values {(profile.Misfits == 1 ? "is" : "are")} no {Upper(profile.Type)}: {column.MisfitExamples()}.";
        if (profile.Type != ColumnType.Text || profile.Count < LeastRows)
            return null;
        (string Name, string One, long Rows)[] candidates =
        [
            ("numbers", "number", column.NumberRows), ("ISO dates", "ISO date", kinds[TextKind.Date] + kinds[TextKind.Timestamp]),
            ("dates", "date", kinds[TextKind.DayFirst] + kinds[TextKind.MonthFirst] + kinds[TextKind.DayOrMonthFirst]), ("true or false", "truth value", kinds[TextKind.Boolean]),
        ];
        var best = candidates.MaxBy(candidate => candidate.Rows);
        var others = profile.Count - best.Rows;
        return others > 0 && best.Rows >= profile.Count * NearlyAll
            ? $"{Count(others)} of {Count(profile.Count)} values {(others == 1 ? "is" : "are")} no {best.One}{Examples(column)}; all others are {best.Name}."
            : null;
    }

    /// <summary>Only counted texts can be shown: the frequent ones that are of no type.</summary>
    private static string Examples(ColumnFindings column)
    {
        var examples = TopValues.Of(column.Summary.Values.Where(value => TextKinds.Of(value.Text) == TextKind.Other), 3)
            .Select(value => System.Text.Encoding.UTF8.GetString(value.Text)).ToList();
        return examples.Count == 0 ? "" : $", such as {ColumnFindings.Quoted(examples)}";
    }

    private static string? AmbiguousDates(ColumnFindings column)
    {
        var kinds = column.Summary.Kinds;
        var (day, month, both) = (kinds[TextKind.DayFirst], kinds[TextKind.MonthFirst], kinds[TextKind.DayOrMonthFirst]);
        if ((day + month + both) * 2 <= column.Profile.Count || (day > 0) != (month > 0))
            return null;
        return day > 0
            ? $"Day-first and month-first dates stand side by side: {TypeEvidence.Order(column.Summary)}."
            : $"All {Count(both)} dates fit day-first as well as month-first. Say in the mapping which it is.";
    }

    private static string? LeadingZeros(ColumnFindings column) =>
        column.Profile.LeadingZeros > 0
            ? $"{Rows(column.Profile.LeadingZeros)} {Has(column.Profile.LeadingZeros)} a number with zeros before it, such as 007. {(column.Profile.Type == ColumnType.Text ? "As TEXT they are kept; as a number they would be lost." : $"As {Upper(column.Profile.Type)} they are lost; map the column to TEXT if they matter.")}"
            : null;

    private static string? Whitespace(ColumnFindings column) =>
        column.Profile.LeadingOrTrailingSpaces > 0
            ? $"{Rows(column.Profile.LeadingOrTrailingSpaces)} {Has(column.Profile.LeadingOrTrailingSpaces)} white space before or after the value."
            : null;

    private static string? MixedCase(ColumnFindings column) =>
        column.CaseVariants.Example is { } example && column.Profile.Type == ColumnType.Text
            ? $"{Rows(column.Profile.MixedCase)} {Has(column.Profile.MixedCase)} a value that another row writes in other letters' case, such as '{example.Other}' for '{example.Most}'."
            : null;

    private static string? MixedPatterns(ColumnFindings column)
    {
        var (patterns, count) = (column.Profile.Patterns, column.Profile.Count);
        if (patterns.Count < 2 || count < LeastRows || patterns[0].Rows < count * NearlyAll || patterns[0].Rows >= count)
            return null;
        var others = count - patterns[0].Rows;
        return $"{(column.Profile.PatternsAreSampled ? "About " : "")}{Count(others)} of {Count(count)} values do not have the form {patterns[0].Pattern} of the others, such as {ColumnFindings.Quoted(patterns.Skip(1).Select(pattern => pattern.Example))}.";
    }

    private static string? LikelyKey(ColumnFindings column) =>
        column.Profile.IsLikelyKey
            ? column.Profile.Distinct.IsExact
                ? $"Each of the {Count(column.Rows, "row")} has a value of its own. The column may be the key."
                : $"About as many different values as rows: {About(column.Profile.Distinct)} of {Count(column.Rows)}. The column may be the key; a DEDUPE rule makes sure."
            : null;

    private static string? DuplicateKeyCandidate(ColumnFindings column)
    {
        var (profile, distinct) = (column.Profile, column.Profile.Distinct);
        // Amounts and times hardly repeat either, and are no keys.
        if (profile.IsLikelyKey || profile.Type is not (ColumnType.Integer or ColumnType.Text) || profile.Count < LeastRows
            || distinct.Values < profile.Count * NearlyUnique || profile.Count < column.Rows * NearlyAll)
            return null;
        var repeated = profile.Count - distinct.Values;
        return distinct.IsExact
            ? $"{Count(profile.Count)} values, {Count(distinct.Values)} of them different: {(repeated > 0 ? $"{Rows(repeated)} repeat{(repeated == 1 ? "s" : "")} an earlier value" : "only empty ones repeat")}. If the column is a key, they are duplicates."
            : $"{About(distinct)} different values in {Count(profile.Count, "row")}: hardly any comes twice. If the column is a key, those that do are duplicates.";
    }

    private static string? Outliers(ColumnFindings column)
    {
        if (column.Numbers is not { } numbers || !column.Summary.Column.IsNumber || numbers.Rows < LeastRows)
            return null;
        var (low, high) = Fences(column)!.Value;
        var below = numbers.RowsBefore(value => AsDouble(column.Summary.Column, value) >= low);
        var above = numbers.Rows - numbers.RowsBefore(value => AsDouble(column.Summary.Column, value) > high);
        if (below + above == 0 || below + above > numbers.Rows * MostOutliers)
            return null;
        return $"{(column.Profile.AreQuantilesExact ? "" : "About ")}{Count(below + above)} of {Count(numbers.Rows)} values lie far from the others: "
            + $"half of them lie between {column.Profile.Quantiles[2].Value} and {column.Profile.Quantiles[4].Value}, the {(above > 0 ? $"largest is {column.Profile.Max}" : $"smallest is {column.Profile.Min}")}.";
    }

    /// <summary>Between them lie the values that are no outliers; null where there is no middle half to measure by.</summary>
    public static (double Low, double High)? Fences(ColumnFindings column)
    {
        if (column.Numbers is not { } numbers)
            return null;
        var quarter = AsDouble(column.Summary.Column, numbers.Quantile(0.25));
        var threeQuarters = AsDouble(column.Summary.Column, numbers.Quantile(0.75));
        var span = FarFence * (threeQuarters - quarter);
        return span > 0 ? (quarter - span, threeQuarters + span) : (double.NegativeInfinity, double.PositiveInfinity);
    }

    private static string? Skewed(ColumnFindings column)
    {
        if (column.Numbers is not { Rows: >= LeastRows } numbers || column.Profile is not { Mean: { } mean, Deviation: > 0 and { } deviation })
            return null;
        // Pearson's second coefficient: beyond 1 the mean says little about a usual value.
        var median = AsDouble(column.Summary.Column, numbers.Quantile(0.5));
        var skew = 3 * (mean - median) / deviation;
        return Math.Abs(skew) < 1
            ? null
            : $"The values are skewed to {(skew > 0 ? "large" : "small")} ones: the mean is {mean.ToString("G4", CultureInfo.InvariantCulture)}, but half of the values are at {(skew > 0 ? "most" : "least")} {median.ToString("G4", CultureInfo.InvariantCulture)}.";
    }

    private static string About(DistinctCount distinct) =>
        $"{Count(distinct.Values)} (± {Share(distinct.RelativeError, 1)})";

    private static string Rows(long rows) => Count(rows, "row");

    private static string Has(long rows) => rows == 1 ? "has" : "have";

    private static string Upper(ColumnType type) => type.ToString().ToUpperInvariant();
}
