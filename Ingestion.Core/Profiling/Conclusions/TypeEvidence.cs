using Ingestion.Contracts;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>Says in a sentence what speaks for a column's type and what against it.</summary>
internal static class TypeEvidence
{
    public static string Of(ColumnSummary summary)
    {
        if (summary.Count == 0)
            return summary.Nulls == 0 ? "There are no rows to look at." : $"All {NumberText.Count(summary.Nulls, "value")} are missing.";
        if (summary.Column.Spec.Type == ColumnType.Text)
            return OfText(summary);
        var type = summary.Column.Spec.Type.ToString().ToUpperInvariant();
        var fits = summary.Misfits == 0
            ? $"All {NumberText.Count(summary.Count, "value")} {(summary.Count == 1 ? "is" : "are")} {type}"
            : $"{NumberText.Count(summary.Count - summary.Misfits)} of {NumberText.Count(summary.Count, "value")} are {type}, {NumberText.Count(summary.Misfits)} {(summary.Misfits == 1 ? "is" : "are")} not, such as {ColumnFindings.Quoted(summary.MisfitTexts)}";
        return summary.Column.HasDayAndMonthFirst ? $"{fits}; {Order(summary)}." : fits + ".";
    }

    /// <summary>Which values say whether the day or the month comes first.</summary>
    public static string Order(ColumnSummary summary)
    {
        var (day, month, both) = (summary.Kinds[TextKind.DayFirst], summary.Kinds[TextKind.MonthFirst], summary.Kinds[TextKind.DayOrMonthFirst]);
        var proofs = new List<string>();
        if (day > 0)
            proofs.Add($"{NumberText.Count(day, "value")} prove{(day == 1 ? "s" : "")} day-first");
        if (month > 0)
            proofs.Add($"{NumberText.Count(month, "value")} prove{(month == 1 ? "s" : "")} month-first");
        if (proofs.Count == 0)
            proofs.Add("no value proves which comes first, day or month");
        proofs.Add($"{NumberText.Count(both)} fit{(both == 1 ? "s" : "")} both");
        return string.Join(", ", proofs);
    }

    private static string OfText(ColumnSummary summary)
    {
        var kinds = summary.Kinds;
        var dates = kinds[TextKind.DayFirst] + kinds[TextKind.MonthFirst] + kinds[TextKind.DayOrMonthFirst];
        if (dates * 2 > summary.Count)
            return $"{NumberText.Count(dates)} of {NumberText.Count(summary.Count, "value")} read like dates: {Order(summary)}.";
        (string Name, long Rows)[] candidates =
        [
            ("whole numbers", kinds[TextKind.Integer]), ("numbers", kinds[TextKind.Integer] + kinds[TextKind.Number]), ("ISO dates", kinds[TextKind.Date]),
            ("ISO timestamps", kinds[TextKind.Date] + kinds[TextKind.Timestamp]), ("true or false", kinds[TextKind.Boolean]),
        ];
        var best = candidates.MaxBy(candidate => candidate.Rows);
        return best.Rows * 2 > summary.Count
            ? $"{NumberText.Count(best.Rows)} of {NumberText.Count(summary.Count, "value")} read like {best.Name}, {NumberText.Count(summary.Count - best.Rows)} do not."
            : $"{NumberText.Count(summary.Count, "value")}, most of them no number, date or truth value.";
    }
}
