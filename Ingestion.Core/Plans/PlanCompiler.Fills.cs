using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Fixes;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
    private int _carryCount;

    private ColumnFix? CompileFill(RuleParams parameters, PlanFix fix, int column)
    {
        var mode = parameters.Choice("mode", FillMode.Constant);
        if (mode == FillMode.Constant)
            return ConstantOf(parameters) is { } value ? new FillFix(fix, column, Encoding.UTF8.GetBytes(value), TokensOf(column)) : null;
        if (parameters.Of("value") is not null)
            parameters.Problem("value", "It is for the mode CONSTANT.");
        if (mode == FillMode.Previous)
            return areRowsApart ? new FillNothingFix(fix, column, TokensOf(column)) : new FillPreviousFix(fix, column, _carryCount++, TokensOf(column));
        return ZeroOf(parameters, column) is { } zero ? new FillFix(fix, column, Encoding.UTF8.GetBytes(zero), TokensOf(column)) : null;
    }

    private static string? ConstantOf(RuleParams parameters)
    {
        if (parameters.Value("value") is { Length: > 0 } value)
            return value;
        if (!parameters.HasProblem)
            parameters.Problem("value", "FILL needs the value to put where there is none, or the mode PREVIOUS or DEFAULT.");
        return null;
    }

    /// <summary>Zero or false as all types of the column read it; null, with the problem reported, where one has no such value.</summary>
    private string? ZeroOf(RuleParams parameters, int column)
    {
        var mapped = _mapping.Where((_, i) => _columnOf[i] == column).Select(mapping => mapping.Type ?? _columns[column].Type).DefaultIfEmpty(_columns[column].Type).ToList();
        foreach (var type in mapped.Where(type => type is ColumnType.Text or ColumnType.Date or ColumnType.Timestamp))
        {
            parameters.Problem("mode", $"DEFAULT is 0 for numbers and false for BOOLEAN, and the column '{parameters.Rule.Column}' is {EnumWords.Of(type)}: "
                + "an empty text is no value, and no day is everyone's first. Use the mode CONSTANT with a value.");
            return null;
        }
        // A BOOLEAN reads 0 as false too.
        return mapped.TrueForAll(type => type == ColumnType.Boolean) ? "false" : "0";
    }
}
