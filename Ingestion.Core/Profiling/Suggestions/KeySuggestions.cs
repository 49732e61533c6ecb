using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Conclusions;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Suggestions on columns that (nearly) have a value of its own for every row.</summary>
internal static class KeySuggestions
{
    // Free text differs from row to row too.
    private const int LongestKey = 64;

    /// <summary>DEDUPE on a key or what would be one without its duplicates.</summary>
    public static IEnumerable<Suggestion> Dedupe(ColumnFindings column)
    {
        var profile = column.Profile;
        var key = ProfileAlerts.Of(column).FirstOrDefault(alert => alert.Name is ProfileAlertName.LikelyKey or ProfileAlertName.DuplicateKeyCandidate);
        if (key is null || profile.Type is not (ColumnType.Integer or ColumnType.Text) || profile.MaxLength > LongestKey)
            return [];
        var parameters = $$"""{ "columns": [{{JsonSerializer.Serialize(profile.Name)}}], "keep": "FIRST" }""";
        return [Suggestion.OfRule(RuleType.Dedupe, profile.Name, key.Message, parameters)];
    }
}
