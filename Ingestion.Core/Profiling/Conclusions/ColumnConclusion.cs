using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>Makes of a column's summary the profile that people see.</summary>
internal static class ColumnConclusion
{
    private const int MostShown = 20;
    private const int MostShownCharacters = 100;

    // A value that is not at least in one of a thousand rows is no frequent one where counts are not exact.
    private const int LeastShare = 1000;

    // So many standard errors below the number of rows an estimate cannot be told from it.
    private const double KeyErrors = 2.5;

    /// <summary>The profile of a column, with its alerts.</summary>
    /// <param name="summary">What is known of it.</param>
    /// <param name="rows">All rows.</param>
    public static ColumnProfile Of(ColumnSummary summary, long rows)
    {
        var findings = Find(summary, rows);
        return findings.Profile with { Alerts = ProfileAlerts.Of(findings) };
    }

    /// <summary>The same before there are alerts.</summary>
    public static ColumnFindings Find(ColumnSummary summary, long rows)
    {
        summary.Complete();
        var numbers = Distribution.Of(summary);
        var variants = CaseVariants.Of(summary);
        var distinct = DistinctOf(summary);
        var isExact = summary.Values.IsExact;
        var profile = new ColumnProfile
        {
            Name = summary.Column.Name,
            Position = summary.Column.Position,
            Type = summary.Column.Spec.Type,
            Format = FormatOf(summary.Column.Spec),
            TypeEvidence = TypeEvidence.Of(summary),
            Count = summary.Count,
            Nulls = summary.Nulls,
            Misfits = summary.Misfits,
            NullTokens = NullTokens(summary),
            Distinct = distinct,
            Min = summary.Column.IsText ? Text(summary.Facts.Min) : numbers is null ? null : NumberText.Of(summary.Column, summary.Min),
            Max = summary.Column.IsText ? Text(summary.Facts.Max) : numbers is null ? null : NumberText.Of(summary.Column, summary.Max),
            Mean = Finite(summary.Moments?.Mean()),
            Deviation = Finite(summary.Moments?.Deviation()),
            Quantiles = numbers is null ? [] : Distribution.Quantiles(summary.Column, numbers),
            Histogram = numbers is null ? [] : Distribution.Histogram(summary, numbers),
            AreQuantilesExact = isExact,
            TopValues = [.. TopValues.Of(summary.Values, MostShown).Where(value => isExact || value.Rows * LeastShare >= summary.Count).Select(value => new TopValue(TextOf(summary.Column, value), value.Rows))],
            TopValuesErrorRows = summary.Values.ErrorRows,
            MinLength = summary.Facts.MaxLength < 0 ? null : summary.Facts.MinLength,
            MaxLength = summary.Facts.MaxLength < 0 ? null : summary.Facts.MaxLength,
            Patterns = summary.Column.Spec.Type == ColumnType.Text ? [.. PatternCounts.Of(summary).Take(MostShown)] : [],
            PatternsAreSampled = summary.PatternsAreSampled && !isExact,
            LeadingZeros = summary.Column.IsText || summary.Column.IsNumber ? summary.Facts.LeadingZeros : 0,
            LeadingOrTrailingSpaces = summary.Facts.Padded,
            MixedCase = variants.Rows,
            IsLikelyKey = IsLikelyKey(summary, distinct, rows),
            IsConstant = distinct is { Values: 1, IsExact: true } && summary.Misfits == 0,
        };
        return new ColumnFindings(profile, summary, numbers, variants, rows);
    }

    private static DistinctCount DistinctOf(ColumnSummary summary)
    {
        if (summary.Values.IsExact)
            return new DistinctCount(summary.Values.Count, true, 0);
        var most = summary.Count - summary.Misfits;
        return new DistinctCount(Math.Min(most, (long)Math.Round(summary.Distinct.Estimate())), false, Math.Round(summary.Distinct.RelativeError, 4));
    }

    private static bool IsLikelyKey(ColumnSummary summary, DistinctCount distinct, long rows) =>
        rows > 1 && summary.Nulls == 0 && summary.Misfits == 0
        && distinct.Values >= rows * (1 - (KeyErrors * distinct.RelativeError));

    private static List<NullToken> NullTokens(ColumnSummary summary) =>
        [.. Tokens(summary.NullLike, isApplied: false).Concat(Tokens(summary.Applied, isApplied: true)).OrderByDescending(token => token.Rows).ThenBy(token => token.Text, StringComparer.Ordinal).Take(MostShown)];

    private static IEnumerable<NullToken> Tokens(FrequentValues tokens, bool isApplied) =>
        tokens.Select(value => new NullToken(Encoding.UTF8.GetString(value.Text), value.Rows, isApplied));

    private static string TextOf(ProfiledColumn column, FrequentValue value) =>
        column.IsText ? Cut(Encoding.UTF8.GetString(value.Text)) : NumberText.Of(column, value.Number);

    private static string? Text(byte[]? text) => text is null ? null : Cut(Encoding.UTF8.GetString(text));

    /// <summary>A text as it is shown.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MostShownCharacters)
            return text;
        return text[..(char.IsHighSurrogate(text[MostShownCharacters - 1]) ? MostShownCharacters - 1 : MostShownCharacters)] + "…";
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string? FormatOf(ColumnSpec spec) =>
        spec.Type == ColumnType.Decimal ? ColumnFormat.Decimal(spec.Precision, spec.Scale) : spec.Pattern ?? (spec is { Type: ColumnType.Timestamp, IsUtc: true } ? ColumnFormat.IsoZoned : null);
}
