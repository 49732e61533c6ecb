using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Plans;

/// <summary>Compiles one recipe, collecting every problem rather than stopping at the first.</summary>
internal sealed partial class PlanCompiler(Recipe recipe, IReadOnlyList<SourceColumn> source, bool hasCellErrors)
{
    private readonly List<RecipeProblem> _problems = [];
    private readonly List<PlanColumn> _inputs = [];
    private readonly List<PlanCheck> _checks = [];
    private readonly List<PlanDedupe> _dedupes = [];
    private readonly Dictionary<string, int> _bySource = [];
    private readonly Dictionary<string, int> _byResult = [];

    public PlanCompilation Compile()
    {
        if (recipe.Version != 1)
            Problem("version", $"Version {recipe.Version} is not known; the only version is 1.");
        _problems.AddRange(SourceOptionsCheck.Problems(recipe.Source));
        CheckBudget();
        CompileMapping();
        var resultColumns = _inputs.Count;
        CompileRules();
        CompileTypeChecks();
        return _problems.Count > 0
            ? new PlanCompilation(null, _problems)
            : new PlanCompilation(new Plan(recipe, source.Count, [.. _inputs], resultColumns, [.. _checks], [.. _dedupes]), []);
    }

    private void CheckBudget()
    {
        var budget = recipe.ErrorBudget;
        if (budget.MaxRejectedRows < 0)
            Problem("errorBudget.maxRejectedRows", "It must be 0 or more.");
        if (budget.MaxRejectedFraction is < 0 or > 1 or double.NaN)
            Problem("errorBudget.maxRejectedFraction", "It must lie between 0 and 1.");
        if (budget.AfterRows < 0)
            Problem("errorBudget.afterRows", "It must be 0 or more.");
    }

    private void CompileMapping()
    {
        IReadOnlyList<ColumnMapping> mapping = recipe.Mapping.Count > 0
            ? recipe.Mapping
            : [.. source.Select(column => new ColumnMapping(column.Name))];
        for (var i = 0; i < mapping.Count; i++)
        {
            var column = mapping[i];
            var path = $"mapping[{i}]";
            var name = string.IsNullOrEmpty(column.To) ? column.From : column.To;
            var sourceIndex = IndexOf(column.From);
            if (sourceIndex < 0)
            {
                Problem($"{path}.from", UnknownColumn(column.From));
                continue;
            }
            if (name.Contains('\0'))
                Problem($"{path}.to", "A column's name cannot have a NUL character.");
            if (!_byResult.TryAdd(name, _inputs.Count))
                Problem($"{path}.to", $"Two columns of the result would be called '{name}'. Give one another name.");
            AddInput(sourceIndex, Resolve(column, name, source[sourceIndex], $"{path}.format"), column.NullTokens);
        }
    }

    private ColumnSpec Resolve(ColumnMapping mapping, string name, SourceColumn inferred, string path)
    {
        var type = mapping.Type ?? inferred.Type;
        // What inference found is a help wherever the type is the inferred one.
        var format = mapping.Format ?? (type == inferred.Type ? inferred.Format : null);
        var spec = ColumnFormat.Resolve(name, type, format, out var problem);
        if (problem is not null)
            Problem(path, problem);
        return spec;
    }

    private int AddInput(int sourceIndex, ColumnSpec spec, IReadOnlyList<string>? nullTokens)
    {
        var tokens = recipe.Source.NullTokens.Concat(nullTokens ?? []).Where(token => token.Length > 0).Distinct();
        _bySource.TryAdd(source[sourceIndex].Name, _inputs.Count);
        _inputs.Add(new PlanColumn(sourceIndex, spec, [.. tokens.Select(Encoding.UTF8.GetBytes)]));
        return _inputs.Count - 1;
    }

    /// <summary>The input a rule means: a column of the result, else of the source; a source column that is not in the result is read for the rule alone.</summary>
    private int FindInput(string name, string path)
    {
        if (_byResult.TryGetValue(name, out var input) || _bySource.TryGetValue(name, out input))
            return input;
        var sourceIndex = IndexOf(name);
        if (sourceIndex < 0)
        {
            Problem(path, UnknownColumn(name));
            return -1;
        }
        return AddInput(sourceIndex, Resolve(new ColumnMapping(name), name, source[sourceIndex], path), null);
    }

    private void CompileTypeChecks()
    {
        foreach (var input in _inputs)
        {
            var named = recipe.Rules.LastOrDefault(rule => rule.Type == RuleType.Type
                && (rule.Column is null || rule.Column == input.Spec.Name || rule.Column == source[input.SourceIndex].Name));
            input.TypeCheck = AddCheck(named?.Id ?? RuleSpec.ImplicitTypeRuleId, input.Spec.Name, named?.Severity ?? RuleSeverity.Error);
            if (hasCellErrors)
                input.ErrorCheck = AddCheck(RuleSpec.CellErrorRuleId, input.Spec.Name, RuleSeverity.Error);
        }
    }

    private PlanCheck AddCheck(string ruleId, string? column, RuleSeverity severity)
    {
        var check = new PlanCheck(_checks.Count, ruleId, column, severity);
        _checks.Add(check);
        return check;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < source.Count; i++)
        {
            if (source[i].Name == name)
                return i;
        }
        return -1;
    }

    private string UnknownColumn(string name)
    {
        var known = string.Join(", ", source.Take(12).Select(column => $"'{column.Name}'"));
        return $"There is no column '{name}'. The source has {known}{(source.Count > 12 ? $" and {source.Count - 12} more" : "")}.";
    }

    private void Problem(string path, string message) => _problems.Add(new RecipeProblem(path, message));
}
