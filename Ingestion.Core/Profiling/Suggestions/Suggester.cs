using Ingestion.Core.Profiling.Conclusions;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>What a profile suggests: a table of functions, each of which looks at one column. A new kind of rule is a new line.</summary>
internal static class Suggester
{
    /// <summary>A sample must have as many rows before anything is concluded from it.</summary>
    public const int LeastRows = 10;

    /// <summary>No more is suggested: each is tried on the sample, and nobody reads more.</summary>
    public const int MostSuggestions = 60;

    private static readonly Func<ColumnFindings, IEnumerable<Suggestion>>[] All =
    [
        NullSuggestions.NullTokens,
        TypeSuggestions.NarrowerType,
        TypeSuggestions.DayOrMonthFirst,
        NumberSuggestions.Parse,
        NullSuggestions.NotNull,
        KeySuggestions.Dedupe,
        RangeSuggestions.Numbers,
        RangeSuggestions.Times,
        PatternSuggestions.Mail,
        PatternSuggestions.DominantPattern,
    ];

    /// <summary>The suggestions, kind by kind and in each by column.</summary>
    public static IReadOnlyList<Suggestion> Of(IReadOnlyList<ColumnFindings> columns) =>
        [.. All.SelectMany(suggest => columns.Where(column => column.Rows >= LeastRows).SelectMany(suggest)).Take(MostSuggestions)];
}
