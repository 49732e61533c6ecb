using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>A rule or a mapping that a column's profile speaks for.</summary>
/// <param name="Column">The source column.</param>
/// <param name="Why">What speaks for it, in a sentence.</param>
/// <param name="Rule">The rule; null where it is a mapping.</param>
/// <param name="Mapping">The mapping; null where it is a rule.</param>
internal sealed record Suggestion(string Column, string Why, RuleSpec? Rule = null, ColumnMapping? Mapping = null)
{
    /// <summary>A recipe that does nothing else, to see what it would do.</summary>
    public Recipe Alone(SourceOptions source) => new()
    {
        Source = source,
        Mapping = [Mapping ?? new ColumnMapping(Column)],
        Rules = Rule is null ? [] : [Rule],
    };

    /// <summary>A rule on one column, whose id is its type and the column.</summary>
    public static Suggestion OfRule(RuleType type, string column, string why, string? parameters = null) => new(
        column, why, new RuleSpec($"{JsonNamingPolicy.KebabCaseLower.ConvertName(type.ToString())}:{column}", type, column, parameters is null ? default : JsonElement.Parse(parameters)));

    /// <summary>A mapping of one column.</summary>
    public static Suggestion OfMapping(ColumnMapping mapping, string why) => new(mapping.From, why, Mapping: mapping);
}
