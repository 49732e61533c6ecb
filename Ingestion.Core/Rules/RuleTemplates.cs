using Ingestion.Contracts;
using Ingestion.Core.Rules.Templates;

namespace Ingestion.Core.Rules;

/// <summary>The catalog of rules a recipe can name.</summary>
public static class RuleTemplates
{
    /// <summary>Every template, in the order of <see cref="RuleType"/>; <see cref="RuleTemplate.Params"/> is JSON Schema, draft 2020-12.</summary>
    public static IReadOnlyList<RuleTemplate> All { get; } =
        [.. CheckTemplates.All.Concat(FixTemplates.All).OrderBy(template => template.Type).Select(template => template.Template)];

    private static readonly Dictionary<RuleType, (RuleKind Kind, IReadOnlyList<string> Params)> ByType =
        Enum.GetValues<RuleType>().ToDictionary(type => type, type => Known(All[(int)type]));

    /// <summary>Whether a rule checks or fixes.</summary>
    internal static RuleKind KindOf(RuleType type) => ByType[type].Kind;

    /// <summary>The names of a rule's parameters.</summary>
    internal static IReadOnlyList<string> ParamsOf(RuleType type) => ByType[type].Params;

    private static (RuleKind, IReadOnlyList<string>) Known(RuleTemplate template) =>
        (template.Kind, [.. template.Params.GetProperty("properties").EnumerateObject().Select(property => property.Name)]);
}
