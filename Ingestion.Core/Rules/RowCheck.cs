using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rules;

/// <summary>A check on several columns of a row, made when all of them are typed. Immutable: threads share it.</summary>
/// <param name="check">What a violation does.</param>
/// <param name="input">The input whose value <c>onFail</c> sets; -1 for none.</param>
internal abstract class RowCheck(PlanCheck check, int input)
{
    public PlanCheck Check { get; } = check;

    public int Input { get; } = input;

    /// <summary>Whether a violation begins with the value of <see cref="Input"/>.</summary>
    public abstract bool ShowsValue { get; }

    /// <summary>Adds the rows that break the rule: so many from <paramref name="firstSlot"/>.</summary>
    public abstract void FindBroken(ColumnBuffer[] columns, int firstSlot, int count, RowList broken);

    /// <summary>What is wrong with a row that does not pass, in UTF-8, to be read after the value.</summary>
    public abstract byte[] Explain(ColumnBuffer[] columns, int slot);
}
