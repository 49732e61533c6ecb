using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

/// <summary>What a violation does: severities and <c>onFail</c>.</summary>
internal sealed partial class PlanCompiler
{
    private readonly List<PlanCheck> _checks = [];

    private void CompileTypeChecks()
    {
        foreach (var input in _inputs)
        {
            var index = recipe.Rules.ToList().FindLastIndex(rule => rule.Type == RuleType.Type
                && (rule.Column is null || rule.Column == input.Spec.Name || rule.Column == input.SourceName));
            input.TypeCheck = index < 0
                ? Add(new PlanCheck(_checks.Count, RuleSpec.ImplicitTypeRuleId, input.Spec.Name, RuleSeverity.Error, RuleOnFail.Reject))
                : AddCheck(new RuleParams(recipe.Rules[index], $"rules[{index}]", _problems.Add), input.Spec);
            if (hasCellErrors)
                CompileErrorCheck(input);
        }
    }

    /// <summary>A column that a fix makes of several has no cell of its own.</summary>
    private void CompileErrorCheck(PlanColumn input)
    {
        var copied = _copies.FindIndex(copy => copy.To == input.BatchColumn);
        input.ErrorColumn = copied < 0 ? input.BatchColumn : _copies[copied].From;
        if (input.ErrorColumn < source.Count)
            input.ErrorCheck = Add(new PlanCheck(_checks.Count, RuleSpec.CellErrorRuleId, input.Spec.Name, RuleSeverity.Error, RuleOnFail.Reject));
    }

    private PlanCheck AddCheck(RuleParams parameters, ColumnSpec? column, string? columnName = null)
    {
        var rule = parameters.Rule;
        var onFail = OnFailOf(parameters);
        return Add(new PlanCheck(_checks.Count, rule.Id, column?.Name ?? columnName, rule.Severity, onFail)
        {
            Default = DefaultOf(parameters, column, onFail),
        });
    }

    private PlanCheck Add(PlanCheck check)
    {
        _checks.Add(check);
        return check;
    }

    private static RuleOnFail OnFailOf(RuleParams parameters)
    {
        var rule = parameters.Rule;
        if (rule.OnFail is null)
            return rule.Severity == RuleSeverity.Warning || rule is { Type: RuleType.Unique, Severity: not RuleSeverity.Fatal } ? RuleOnFail.Keep : RuleOnFail.Reject;
        if (rule.Severity == RuleSeverity.Fatal)
            parameters.RuleProblem("onFail", "A FATAL violation stops the job, and there is nothing left to do with its row. Leave onFail out, or use severity ERROR.");
        else if (rule is { Severity: RuleSeverity.Warning, OnFail: RuleOnFail.Reject })
            parameters.RuleProblem("onFail", "A WARNING keeps its row. Use severity ERROR to reject it.");
        return rule.OnFail.Value;
    }

    private static byte[]? DefaultOf(RuleParams parameters, ColumnSpec? column, RuleOnFail onFail)
    {
        if (onFail is RuleOnFail.SetNull or RuleOnFail.SetDefault && column is null && parameters.Rule.Type == RuleType.Expression)
            parameters.RuleProblem("column", $"{EnumWords.Of(onFail)} needs the rule's column: the one whose value is set.");
        if (onFail != RuleOnFail.SetDefault)
        {
            if (parameters.Of("default") is not null)
                parameters.Problem("default", "It is for onFail SET_DEFAULT only.");
            return null;
        }
        if (parameters.Value("default") is not { Length: > 0 } text)
        {
            if (!parameters.HasProblem)
                parameters.Problem("default", "SET_DEFAULT needs a value to set. SET_NULL takes the value away.");
            return null;
        }
        var value = Encoding.UTF8.GetBytes(text);
        if (column is not null && !Fits(column, value))
            parameters.Problem("default", $"'{text}' {TypeText.Mismatch(column.AsInRecipe)}.");
        return value;
    }

    private static bool Fits(ColumnSpec column, byte[] value)
    {
        var buffer = ColumnBuffer.Create(column, new RecordBytes());
        buffer.Reserve(1);
        return buffer.TrySet(0, value);
    }
}
