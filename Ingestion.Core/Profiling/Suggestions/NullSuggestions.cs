using Ingestion.Contracts;
using Ingestion.Core.Profiling.Conclusions;
using static Ingestion.Core.Profiling.Conclusions.NumberText;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Suggestions on values that are missing.</summary>
internal static class NullSuggestions
{
    // So few missing values look like mistakes.
    private const double HardlyEver = 0.01;

    // And so many texts for "no value" like what the column is for.
    private const double MostTokens = 0.5;

    /// <summary>A column that (nearly) always has a value.</summary>
    public static IEnumerable<Suggestion> NotNull(ColumnFindings column)
    {
        var nulls = column.Profile.Nulls;
        if (column.Profile.Count == 0 || nulls > column.Rows * HardlyEver)
            return [];
        var why = nulls == 0 ? $"All {Count(column.Rows, "row")} have a value." : $"All rows but {Count(nulls)} of {Count(column.Rows)} have a value.";
        return [Suggestion.OfRule(RuleType.NotNull, column.Profile.Name, why)];
    }

    /// <summary>Null-like texts as null tokens, and the type that the other values have then.</summary>
    public static IEnumerable<Suggestion> NullTokens(ColumnFindings column)
    {
        var tokens = column.OpenNullTokens;
        if (tokens.Count == 0 || column.OpenNullRows > column.Profile.Count * MostTokens)
            return [];
        var (type, typeWhy) = TypeSuggestions.Of(column, column.OpenNullRows);
        var mapping = new ColumnMapping(column.Profile.Name, Type: type, NullTokens: [.. tokens.Select(token => token.Text)]);
        var list = string.Join(", ", tokens.Take(3).Select(token => $"'{token.Text}'"));
        return [Suggestion.OfMapping(mapping, $"{Count(column.OpenNullRows, "row")} {(column.OpenNullRows == 1 ? "says" : "say")} {list} for \"no value\".{(type is null ? "" : $" {typeWhy}")}")];
    }
}
