using Ingestion.Core.Rules;
using Ingestion.Core.Rules.Expressions;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
    private const int MostShown = 8;
    private static readonly Dictionary<string, string> CompareWords = new()
    {
        ["="] = "is not",
        ["!="] = "is the same as",
        ["<"] = "is not below",
        ["<="] = "is not at most",
        [">"] = "is not above",
        [">="] = "is not at least",
    };

    private readonly List<RowCheck> _rowChecks = [];

    private void CompileExpression(RuleParams parameters, string path)
    {
        var rule = parameters.Rule;
        var text = parameters.Needed("expression", "an expression such as total = price * quantity");
        var input = string.IsNullOrEmpty(rule.Column) ? -1 : FindInput(rule.Column, $"{path}.column");
        var check = AddCheck(parameters, input < 0 ? null : _inputs[input].Spec);
        if (text is null)
            return;
        var used = new List<int>();
        try
        {
            var condition = ExprParser.Parse(text, name => Column(name, used));
            _rowChecks.Add(new ExpressionCheck(check, input, condition, text.Trim(), [.. used.Take(MostShown)]));
        }
        catch (ExprException problem)
        {
            parameters.Problem("expression", $"At character {problem.Position + 1}: {problem.Message}");
        }
    }

    private void CompileCompare(RuleParams parameters, int input, string path)
    {
        var sign = parameters.Needed("operator", "an operator: =, !=, <, <=, > or >=");
        var other = parameters.Needed("other", "the other column's name");
        if (sign is not null && !CompareWords.ContainsKey(sign))
            parameters.Problem("operator", $"'{sign}' is not known; use =, !=, <, <=, > or >=.");
        var check = AddCheck(parameters, _inputs[input].Spec);
        if (other is null || FindInput(other, $"{path}.params.other") is not (>= 0 and var right) || parameters.HasProblem)
            return;
        try
        {
            var condition = Operators.Compare(sign!, ExprColumns.Of(input, _inputs[input].Spec), ExprColumns.Of(right, _inputs[right].Spec), 0);
            _rowChecks.Add(new CompareCheck(check, input, condition, CompareWords[sign!], right));
        }
        catch (ExprException problem)
        {
            parameters.Problem("other", problem.Message);
        }
    }

    private Expr Column(string name, List<int> used)
    {
        if (!_byResult.ContainsKey(name) && !_bySource.ContainsKey(name) && IndexOf(name) < 0)
            throw new ExprException(0, UnknownColumn(name));
        // What is wrong with the column's own type is reported there.
        var input = FindInput(name, "mapping");
        if (!used.Contains(input))
            used.Add(input);
        return ExprColumns.Of(input, _inputs[input].Spec);
    }
}
