using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rules;

/// <summary>A check on the values of one column that are there.</summary>
internal abstract class ValueCheck(PlanCheck check)
{
    public PlanCheck Check { get; } = check;

    /// <summary>
    /// Adds the rows whose value breaks the rule. A check that needs the typed value has nothing to say where the text does not fit the type.
    /// </summary>
    /// <param name="cells">The column's fields.</param>
    /// <param name="column">The same, typed.</param>
    /// <param name="broken">Where to.</param>
    public abstract void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken);

    /// <summary>What is wrong with a value that does not pass, in UTF-8, to be read after the value.</summary>
    /// <param name="column">The column, typed.</param>
    /// <param name="slot">Where the value is there.</param>
    /// <param name="text">The value as it is written.</param>
    public abstract ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text);
}
