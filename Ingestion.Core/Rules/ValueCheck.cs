using Ingestion.Core.Columns;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Rules;

/// <summary>A check on the present values of one column.</summary>
internal abstract class ValueCheck(PlanCheck check)
{
    public PlanCheck Check { get; } = check;

    /// <summary>Whether the check reads the typed value, so that it has nothing to say where the text does not fit the type.</summary>
    public abstract bool NeedsTypedValue { get; }

    /// <summary>Whether the value in <paramref name="slot"/>, written as <paramref name="text"/>, keeps the rule.</summary>
    public abstract bool Passes(ColumnBuffer column, int slot, ReadOnlySpan<byte> text);

    /// <summary>What is wrong with a value that does not pass, in UTF-8, to be read after the value.</summary>
    public abstract ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot);
}
