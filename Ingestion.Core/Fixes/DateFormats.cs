using Ingestion.Core.Columns;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Fixes;

/// <summary>The ways in which PARSE_DATE reads, in order.</summary>
internal sealed class DateFormats
{
    private static readonly string[] DayFirst = ["d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "d M yyyy", "d/M/yy", "d.M.yy", "d-M-yy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M.d.yyyy", "M-d-yyyy", "M d yyyy", "M/d/yy", "M.d.yy", "M-d-yy"];
    private static readonly string[] YearFirst = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd"];

    // A month's name leaves no doubt, whatever the order of numbers.
    private static readonly string[] Named = ["d MMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy"];

    private DateFormats(DatePattern[] patterns) => Patterns = patterns;

    public DatePattern[] Patterns { get; }

    /// <summary>Whether some of them have a time of day: what is read is then a timestamp.</summary>
    public bool HasTime => Patterns.Any(pattern => pattern.HasTime);

    /// <summary>Whether all of them have a time zone.</summary>
    public bool HasZone => Patterns.Any(pattern => pattern.HasZone);

    /// <summary>The formats that the parameters name; null, with the problems reported, where they name none.</summary>
    public static DateFormats? Of(RuleParams parameters)
    {
        var given = parameters.Values("formats");
        var patterns = new List<DatePattern>();
        for (var i = 0; i < given.Count; i++)
        {
            if (DatePattern.TryCreate(given[i], out var pattern, out var problem))
                patterns.Add(pattern);
            else
                parameters.Problem($"formats[{i}]", $"The format '{given[i]}': {problem}.");
        }
        if (parameters.Of("order") is not null)
            patterns.AddRange(InOrder(parameters.Choice("order", DateOrder.DayFirst)));
        if (patterns.Count == 0 && !parameters.HasProblem)
            parameters.Problem("", "PARSE_DATE needs formats, such as [\"dd.MM.yyyy\"], or an order: DAY_FIRST, MONTH_FIRST or YEAR_FIRST.");
        else if (patterns.Any(pattern => pattern.HasZone) && !patterns.TrueForAll(pattern => pattern.HasZone))
            parameters.Problem("formats", "Either all formats have a time zone (K) or none: moments and local times cannot stand in one column.");
        return parameters.HasProblem ? null : new DateFormats([.. patterns]);
    }

    private static IEnumerable<DatePattern> InOrder(DateOrder order)
    {
        string[] texts = order switch
        {
            DateOrder.DayFirst => [.. DayFirst, .. YearFirst, .. Named],
            DateOrder.MonthFirst => [.. MonthFirst, .. YearFirst, .. Named],
            _ => [.. YearFirst, .. Named],
        };
        foreach (var text in texts)
        {
            if (DatePattern.TryCreate(text, out var pattern, out _))
                yield return pattern;
        }
    }
}

/// <summary>What stands first in a date of numbers. A year of four digits at the beginning is understood in every order.</summary>
internal enum DateOrder
{
    DayFirst,
    MonthFirst,
    YearFirst,
}
