using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Rules;
using Ingestion.Core.Rules.Expressions;

namespace Ingestion.Core.Matching;

/// <summary>The columns that a recipe needs a source to have.</summary>
internal static class RecipeColumns
{
    /// <summary>Their names, each once, in the recipe's order. A rule's column that is one of the result, or that a fix makes, is not the source's.</summary>
    public static IReadOnlyList<string> Of(Recipe recipe)
    {
        var result = recipe.Mapping.Select(PlanCompiler.NameOf).ToHashSet(StringComparer.Ordinal);
        var made = recipe.Rules.SelectMany(PlanCompiler.IntoOf).ToHashSet(StringComparer.Ordinal);
        return [.. recipe.Mapping.Select(column => column.From)
            .Concat(recipe.Rules.SelectMany(NamesIn).Where(name => !result.Contains(name)))
            .Where(name => !string.IsNullOrEmpty(name) && !made.Contains(name))
            .Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> NamesIn(RuleSpec rule)
    {
        var parameters = new RuleParams(rule, "", _ => { });
        return new[] { rule.Column, rule.Type == RuleType.Compare ? parameters.Text("other") : null }.OfType<string>()
            .Concat(rule.Type is RuleType.Dedupe or RuleType.Unique or RuleType.Concat ? parameters.Values("columns") : [])
            .Concat(rule.Type == RuleType.Expression && parameters.Text("expression") is { } expression ? ExprParser.ColumnsOf(expression) : []);
    }
}
