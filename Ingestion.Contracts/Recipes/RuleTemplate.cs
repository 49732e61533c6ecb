using System.Text.Json;

namespace Ingestion.Contracts;

/// <summary>A rule template as <c>GET /ingestion/templates/cleaning</c> shows it.</summary>
/// <param name="Key">The rule type's name, such as <c>NOT_NULL</c>.</param>
/// <param name="Label">A short title.</param>
/// <param name="Description">What the rule does, in one or two sentences.</param>
/// <param name="Params">JSON Schema of <see cref="RuleSpec.Params"/>.</param>
/// <param name="Kind">Whether it checks values or changes them.</param>
public sealed record RuleTemplate(string Key, string Label, string Description, JsonElement Params, RuleKind Kind = RuleKind.Check);

/// <summary>What a rule is for.</summary>
public enum RuleKind
{
    /// <summary>It finds rows that break it.</summary>
    Check,

    /// <summary>It changes values, before every check and before values are typed.</summary>
    Fix,
}
