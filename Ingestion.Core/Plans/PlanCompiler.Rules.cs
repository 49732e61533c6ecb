using System.Text.Json;
using System.Text.RegularExpressions;
using Ingestion.Contracts;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
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
            if (rule.Type == RuleType.Dedupe)
                CompileDedupe(rule, path);
            else if (rule.Type == RuleType.Type)
                CheckTypeRule(rule, path);
            else if (string.IsNullOrEmpty(rule.Column))
                Problem($"{path}.column", "The rule needs a column.");
            else if (FindInput(rule.Column, $"{path}.column") is >= 0 and var input)
                CompileColumnRule(rule, _inputs[input], path);
        }
        if (_dedupes.Select(dedupe => dedupe.Keep).Distinct().Count() > 1)
            Problem("rules", "All DEDUPE rules of a recipe must keep the same: FIRST or LAST.");
    }

    private void CompileColumnRule(RuleSpec rule, PlanColumn column, string path)
    {
        var check = AddCheck(rule.Id, column.Spec.Name, rule.Severity);
        switch (rule.Type)
        {
            case RuleType.NotNull:
                column.NotNull = [.. column.NotNull, check];
                break;
            case RuleType.Range:
                var range = RangeBounds.Compile(check, column.Spec, rule.Params, out var problem);
                if (range is not null)
                    column.Checks = [.. column.Checks, range];
                else
                    Problem($"{path}.params{(problem!.Value.Parameter.Length > 0 ? "." : "")}{problem.Value.Parameter}", problem.Value.Message);
                break;
            case RuleType.Regex:
                if (CompilePattern(rule, $"{path}.params.pattern") is { } pattern)
                    column.Checks = [.. column.Checks, new RegexCheck(check, pattern)];
                break;
            default:
                throw new InvalidOperationException($"{rule.Type} is not a rule on one column.");
        }
    }

    private ValuePattern? CompilePattern(RuleSpec rule, string path)
    {
        var pattern = Parameter(rule, "pattern", JsonValueKind.String)?.GetString();
        if (string.IsNullOrEmpty(pattern))
        {
            Problem(path, "REGEX needs a pattern.");
            return null;
        }
        try
        {
            return ValuePattern.Compile(pattern);
        }
        catch (RegexParseException error)
        {
            Problem(path, $"The pattern is not a regular expression: {error.Message}");
        }
        catch (NotSupportedException error)
        {
            Problem(path, $"The pattern needs backtracking, which could take for ever on some values: {error.Message} "
                + "Write it without look-arounds, backreferences and atomic groups.");
        }
        return null;
    }

    private void CompileDedupe(RuleSpec rule, string path)
    {
        var columns = Parameter(rule, "columns", JsonValueKind.Array) is { } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? list.EnumerateArray().Select(item => item.GetString()!).ToArray()
            : rule.Column is null ? [] : [rule.Column];
        if (columns.Length == 0)
            Problem($"{path}.params.columns", "DEDUPE needs a list of at least one column name.");
        var keepText = Parameter(rule, "keep", JsonValueKind.String)?.GetString();
        var keep = DedupeKeep.First;
        // Enum.TryParse takes numbers too.
        if (keepText is not null && (!Enum.TryParse(keepText, ignoreCase: true, out keep) || !char.IsAsciiLetter(keepText[0])))
            Problem($"{path}.params.keep", $"'{keepText}' is not known; keep FIRST or LAST.");
        var inputs = columns.Select((column, i) => FindInput(column, $"{path}.params.columns[{i}]")).ToArray();
        if (inputs.All(input => input >= 0))
        {
            var check = AddCheck(rule.Id, columns.Length == 1 ? columns[0] : null, rule.Severity);
            _dedupes.Add(new PlanDedupe(check, inputs, keep, string.Join(", ", columns)));
        }
    }

    private void CheckTypeRule(RuleSpec rule, string path)
    {
        if (rule.Column is { Length: > 0 } column)
            FindInput(column, $"{path}.column");
    }

    private static JsonElement? Parameter(RuleSpec rule, string name, JsonValueKind kind) =>
        rule.Params.ValueKind == JsonValueKind.Object && rule.Params.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
