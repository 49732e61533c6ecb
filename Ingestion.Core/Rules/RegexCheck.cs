using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rules;

/// <summary>REGEX: the pattern is to be found in the value as it is written.</summary>
internal sealed class RegexCheck(PlanCheck check, ValuePattern pattern) : ValueCheck(check)
{
    private readonly byte[] _explanation = Encoding.UTF8.GetBytes($"does not match {pattern}.");

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        for (var row = 0; row < cells.Count; row++)
        {
            if (cells.Given[row] && !pattern.IsMatch(cells.Text(row)))
                broken.Add(row);
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _explanation;
}
