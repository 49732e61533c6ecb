using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.References;

namespace Ingestion.Core.Rules;

/// <summary>REFERENCE: the value occurs in another artifact's column, compared as the column's type does.</summary>
internal sealed class ReferenceCheck(PlanCheck check, ReferenceColumn reference, string name, bool ignoreCase) : ValueCheck(check)
{
    private readonly byte[] _explanation = Encoding.UTF8.GetBytes(FormattableString.Invariant(
        $"is not among the {reference.Count:N0} value{(reference.Count == 1 ? "" : "s")} of the reference's column '{name}'."));

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        var key = new ReferenceKey(ignoreCase);
        for (var row = 0; row < cells.Count; row++)
        {
            var slot = cells.FirstSlot + row;
            if (!column.IsNull(slot) && !reference.Contains(key.Of(column, slot)))
                broken.Add(row);
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _explanation;
}
