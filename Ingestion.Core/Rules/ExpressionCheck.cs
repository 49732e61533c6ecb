using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules.Expressions;

namespace Ingestion.Core.Rules;

/// <summary>A row breaks the rule where its condition is false; where it is null, the row passes.</summary>
internal abstract class ConditionCheck(PlanCheck check, int input, Expr<bool> condition) : RowCheck(check, input)
{
    private readonly Evaluation<bool> _condition = condition.Evaluate;

    /// <inheritdoc/>
    public sealed override void FindBroken(ColumnBuffer[] columns, int firstSlot, int count, RowList broken)
    {
        for (var row = 0; row < count; row++)
        {
            if (_condition(new ExprRow(columns, firstSlot + row), out var holds) && !holds)
                broken.Add(row);
        }
    }
}

/// <summary>EXPRESSION.</summary>
/// <param name="check">What a violation does.</param>
/// <param name="input">See <see cref="RowCheck.Input"/>.</param>
/// <param name="condition">What has to hold.</param>
/// <param name="text">The expression as it was written.</param>
/// <param name="shown">The inputs whose values a violation shows.</param>
internal sealed class ExpressionCheck(PlanCheck check, int input, Expr<bool> condition, string text, int[] shown) : ConditionCheck(check, input, condition)
{
    /// <inheritdoc/>
    public override bool ShowsValue => false;

    /// <inheritdoc/>
    public override byte[] Explain(ColumnBuffer[] columns, int slot)
    {
        var values = string.Join(", ", shown.Select(column => $"{columns[column].Spec.Name} {ColumnText.Of(columns[column], slot)}"));
        return Encoding.UTF8.GetBytes($"The row does not fulfil {text}{(values.Length > 0 ? $" ({values})" : "")}.");
    }
}

/// <summary>COMPARE: an expression of two columns and an operator.</summary>
/// <param name="check">What a violation does.</param>
/// <param name="input">The column.</param>
/// <param name="condition">What has to hold.</param>
/// <param name="words">What is wrong with the value, to be read before the other column's name.</param>
/// <param name="other">The other column.</param>
internal sealed class CompareCheck(PlanCheck check, int input, Expr<bool> condition, string words, int other) : ConditionCheck(check, input, condition)
{
    /// <inheritdoc/>
    public override bool ShowsValue => true;

    /// <inheritdoc/>
    public override byte[] Explain(ColumnBuffer[] columns, int slot) =>
        Encoding.UTF8.GetBytes($"{words} {columns[other].Spec.Name}, which is {ColumnText.Of(columns[other], slot)}.");
}
