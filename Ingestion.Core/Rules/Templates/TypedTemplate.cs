using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Core.Rules.Templates;

/// <summary>A template with its rule's type.</summary>
internal sealed record TypedTemplate(RuleType Type, RuleTemplate Template)
{
    private const string Default =
        """
        "default": { "title": "Value to set", "description": "With onFail SET_DEFAULT: what a value that breaks the rule becomes; dates in ISO 8601.", "type": ["string", "number", "boolean"] }
        """;

    /// <summary>A check on values, for which <c>onFail</c> SET_DEFAULT has its parameter.</summary>
    public static TypedTemplate ValueCheck(RuleType type, string label, string description, string properties = "", string more = "") =>
        Of(RuleKind.Check, type, label, description, properties.Length == 0 ? Default : $"{properties},\n{Default}", more);

    /// <summary>A check on rows.</summary>
    public static TypedTemplate RowCheck(RuleType type, string label, string description, string properties, string more = "") =>
        Of(RuleKind.Check, type, label, description, properties, more);

    /// <summary>A fix.</summary>
    public static TypedTemplate Fix(RuleType type, string label, string description, string properties = "", string more = "") =>
        Of(RuleKind.Fix, type, label, description, properties, more);

    private static TypedTemplate Of(RuleKind kind, RuleType type, string label, string description, string properties, string more) => new(type, new RuleTemplate(
        EnumWords.Of(type), label, description,
        JsonElement.Parse($$"""{ "type": "object", "properties": { {{properties}} }, {{(more.Length == 0 ? "" : more + ", ")}}"additionalProperties": false }"""),
        kind));
}
