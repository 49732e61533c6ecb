using System.Text.RegularExpressions;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
    private readonly List<PlanDedupe> _dedupes = [];

    private void CompileRules()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < recipe.Rules.Count; i++)
        {
            var rule = recipe.Rules[i];
            var path = $"rules[{i}]";
            if (string.IsNullOrWhiteSpace(rule.Id))
                Problem($"{path}.id", "A rule needs an id; violations name it.");
            else if (!ids.Add(rule.Id))
                Problem($"{path}.id", $"Two rules are called '{rule.Id}'; ids must differ.");
            var parameters = new RuleParams(rule, path, _problems.Add);
            parameters.RefuseUnknown();
            if (RuleTemplates.KindOf(rule.Type) == RuleKind.Fix)
                CompileFix(parameters, path, i);
            else
                CompileCheck(parameters, path);
        }
        if (_dedupes.Select(dedupe => dedupe.Keep).Distinct().Count() > 1)
            Problem("rules", "All DEDUPE rules of a recipe must keep the same: FIRST or LAST.");
    }

    private void CompileCheck(RuleParams parameters, string path)
    {
        var rule = parameters.Rule;
        switch (rule.Type)
        {
            case RuleType.Dedupe or RuleType.Unique:
                CompileDedupe(parameters, path);
                break;
            case RuleType.Type:
                CheckTypeRule(rule, path);
                break;
            case RuleType.Expression:
                CompileExpression(parameters, path);
                break;
            default:
                if (string.IsNullOrEmpty(rule.Column))
                    Problem($"{path}.column", "The rule needs a column.");
                else if (FindInput(rule.Column, $"{path}.column") is >= 0 and var input)
                    CompileColumnRule(parameters, input, path);
                break;
        }
    }

    private void CompileColumnRule(RuleParams parameters, int input, string path)
    {
        var rule = parameters.Rule;
        var column = _inputs[input];
        if (rule.Type == RuleType.Compare)
        {
            CompileCompare(parameters, input, path);
            return;
        }
        var check = AddCheck(parameters, column.Spec);
        if (rule.Type == RuleType.NotNull)
        {
            column.NotNull = [.. column.NotNull, check];
            return;
        }
        ValueCheck? compiled = rule.Type switch
        {
            RuleType.Range => CompileRange(check, column.Spec, parameters),
            RuleType.Regex => CompilePattern(parameters, "pattern") is { } pattern ? new RegexCheck(check, pattern) : null,
            RuleType.Length => LengthCheck.Compile(check, parameters),
            RuleType.AllowedValues => AllowedValuesCheck.Compile(check, column.Spec, parameters),
            RuleType.Format => FormatCheck.Compile(check, parameters),
            RuleType.Reference => CompileReference(check, column.Spec, parameters, path),
            _ => throw new InvalidOperationException($"{rule.Type} is not a rule on one column."),
        };
        if (compiled is not null)
            column.Checks = [.. column.Checks, compiled];
    }

    private static ValueCheck? CompileRange(PlanCheck check, ColumnSpec column, RuleParams parameters)
    {
        var range = RangeBounds.Compile(check, column, parameters.Rule.Params, out var problem);
        if (range is null)
            parameters.Problem(problem!.Value.Parameter, problem.Value.Message);
        return range;
    }

    private static ValuePattern? CompilePattern(RuleParams parameters, string name)
    {
        if (parameters.Needed(name, "a pattern") is not { } pattern)
            return null;
        try
        {
            return ValuePattern.Compile(pattern);
        }
        catch (RegexParseException error)
        {
            parameters.Problem(name, $"The pattern is not a regular expression: {error.Message}");
        }
        catch (NotSupportedException error)
        {
            parameters.Problem(name, $"The pattern needs backtracking, which could take for ever on some values: {error.Message} "
                + "Write it without look-arounds, backreferences and atomic groups.");
        }
        return null;
    }

    private void CompileDedupe(RuleParams parameters, string path)
    {
        var rule = parameters.Rule;
        var columns = parameters.Of("columns") is null && rule.Column is not null ? [rule.Column] : parameters.Values("columns", "a list of at least one column name");
        var keep = rule.Type == RuleType.Unique ? KeepOfDedupes() : parameters.Choice("keep", DedupeKeep.First, verb: "keep");
        var key = parameters.Choice("match", DedupeKey.Exact);
        var letters = parameters.Integer("letters", 1, 8);
        if (letters is not null && key != DedupeKey.Ngram)
            parameters.Problem("letters", "It is for match NGRAM.");
        if (rule.OnFail is RuleOnFail.SetNull or RuleOnFail.SetDefault)
            parameters.RuleProblem("onFail", "A duplicate has no value to set; use REJECT or KEEP.");
        else if (rule.Type == RuleType.Unique && rule.OnFail == RuleOnFail.Reject)
            parameters.RuleProblem("onFail", "UNIQUE keeps every row; use DEDUPE to leave rows out.");
        var inputs = columns.Select((column, i) => FindInput(column, $"{path}.params.columns[{i}]")).ToArray();
        if (inputs.Length == 0 || inputs.Any(input => input < 0))
            return;
        var check = AddCheck(parameters, null, columns.Count == 1 ? columns[0] : null);
        _dedupes.Add(new PlanDedupe(check, inputs, keep, key, string.Join(", ", columns)) { Letters = letters ?? 2 });
    }

    /// <summary>UNIQUE looks at rows in the order in which the recipe's DEDUPE rules do.</summary>
    private DedupeKeep KeepOfDedupes() => recipe.Rules.Where(rule => rule.Type == RuleType.Dedupe)
        .Select(rule => new RuleParams(rule, "", _ => { }).Choice("keep", DedupeKeep.First)).FirstOrDefault();

    private void CheckTypeRule(RuleSpec rule, string path)
    {
        if (rule.Column is { Length: > 0 } column)
            FindInput(column, $"{path}.column");
    }
}
