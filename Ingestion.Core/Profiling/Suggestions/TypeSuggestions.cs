using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Sketches;
using Ingestion.Core.Profiling.Conclusions;
using static Ingestion.Core.Profiling.Conclusions.NumberText;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Suggestions on the type of a TEXT column.</summary>
internal static class TypeSuggestions
{
    private const double NearlyAll = 0.95;

    /// <summary>A TEXT column nearly all of whose values have a narrower type.</summary>
    public static IEnumerable<Suggestion> NarrowerType(ColumnFindings column)
    {
        // With null tokens to name, that suggestion has the type.
        if (column.OpenNullTokens.Count > 0 || Of(column, 0) is not ({ } type, var why))
            return [];
        return [Suggestion.OfMapping(new ColumnMapping(column.Profile.Name, Type: type), why)];
    }

    /// <summary>A TEXT column of dates: one suggestion for each order of day and month that the values leave open.</summary>
    public static IEnumerable<Suggestion> DayOrMonthFirst(ColumnFindings column)
    {
        var kinds = column.Summary.Kinds;
        var (day, month, both) = (kinds[TextKind.DayFirst], kinds[TextKind.MonthFirst], kinds[TextKind.DayOrMonthFirst]);
        if (column.Profile.Type != ColumnType.Text || day + month + both < column.Profile.Count * NearlyAll || Separator(column) is not { } separator)
            yield break;
        var evidence = TypeEvidence.Order(column.Summary);
        if (day > 0 || month == 0)
            yield return OfOrder(column, $"dd{separator}MM{separator}yyyy", $"The day may come first: {evidence}.");
        if (month > 0 || day == 0)
            yield return OfOrder(column, $"MM{separator}dd{separator}yyyy", $"The month may come first: {evidence}.");
    }

    /// <summary>The type of nearly all values of a TEXT column but <paramref name="except"/> rows, and why; null where there is none.</summary>
    public static (ColumnType? Type, string Why) Of(ColumnFindings column, long except)
    {
        var (profile, kinds) = (column.Profile, column.Summary.Kinds);
        var rest = profile.Count - except;
        if (profile.Type != ColumnType.Text || rest < Suggester.LeastRows || profile.LeadingZeros > 0)
            return (null, "");
        (ColumnType Type, string Name, long Rows)[] candidates =
        [
            (ColumnType.Integer, "whole numbers", kinds[TextKind.Integer]), (ColumnType.Decimal, "numbers", column.NumberRows), (ColumnType.Date, "ISO dates", kinds[TextKind.Date]),
            (ColumnType.Timestamp, "ISO timestamps", kinds[TextKind.Timestamp]), (ColumnType.Boolean, "true or false", kinds[TextKind.Boolean]),
        ];
        var (type, name, rows) = candidates.MaxBy(candidate => candidate.Rows);
        return rows >= rest * NearlyAll
            ? (type, $"{(rows == rest ? $"All {Count(rest)}" : $"{Count(rows)} of {Count(rest)}")} {(except > 0 ? "other " : "")}values are {name}.")
            : (null, "");
    }

    private static Suggestion OfOrder(ColumnFindings column, string format, string why) =>
        Suggestion.OfMapping(new ColumnMapping(column.Profile.Name, Type: column.Profile.MaxLength > 10 ? ColumnType.Timestamp : ColumnType.Date, Format: column.Profile.MaxLength > 10 ? $"{format} HH:mm:ss" : format), why);

    private static char? Separator(ColumnFindings column)
    {
        var dates = column.Summary.Values.Where(value => TextKinds.Of(value.Text) is TextKind.DayFirst or TextKind.MonthFirst or TextKind.DayOrMonthFirst);
        return TopValues.Of(dates, 1) is [var date] ? Encoding.UTF8.GetString(date.Text).Trim()[2] : null;
    }
}
