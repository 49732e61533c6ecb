using System.Numerics;
using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rules;

/// <summary>RANGE on a column whose values are ordered as 64-bit integers. The bounds are exact and included.</summary>
internal sealed class LongRangeCheck(PlanCheck check, long min, long max, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken) =>
        RangeCheck.FindOutside(cells, column, ((LongColumnBuffer)column).Values, min, max, broken);

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _text.Explain(((LongColumnBuffer)column).Values[slot] < min);
}

/// <summary>RANGE whose bounds lie beyond every value that the column can have: none passes.</summary>
internal sealed class NoRangeCheck(PlanCheck check, bool isBelow, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        for (var row = 0; row < cells.Count; row++)
        {
            if (!column.IsNull(cells.FirstSlot + row))
                broken.Add(row);
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _text.Explain(isBelow);
}

/// <summary>RANGE on a DECIMAL of more than 18 digits.</summary>
internal sealed class WideRangeCheck(PlanCheck check, Int128 min, Int128 max, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken) =>
        RangeCheck.FindOutside(cells, column, ((WideDecimalColumnBuffer)column).Values, min, max, broken);

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _text.Explain(((WideDecimalColumnBuffer)column).Values[slot] < min);
}

/// <summary>RANGE on a DOUBLE. NaN lies in no range.</summary>
internal sealed class DoubleRangeCheck(PlanCheck check, double min, double max, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken) =>
        RangeCheck.FindOutside(cells, column, ((DoubleColumnBuffer)column).Values, min, max, broken);

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text)
    {
        var value = ((DoubleColumnBuffer)column).Values[slot];
        return double.IsNaN(value) ? "is not a number and lies in no range."u8 : _text.Explain(value < min);
    }
}

/// <summary>The comparison that RANGE is on every type.</summary>
internal static class RangeCheck
{
    /// <summary>Adds the rows whose value is there and not between the bounds.</summary>
    public static void FindOutside<T>(in ColumnCells cells, ColumnBuffer column, T[] values, T min, T max, RowList broken)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        var batch = values.AsSpan(cells.FirstSlot, cells.Count);
        var present = column.Present.AsSpan(cells.FirstSlot, cells.Count);
        var next = broken.Next;
        var count = 0;
        for (var row = 0; row < batch.Length; row++)
        {
            // NaN is neither: what is asked is whether the value is inside.
            next[count] = row;
            count += present[row] & !((batch[row] >= min) & (batch[row] <= max)) ? 1 : 0;
        }
        broken.Take(count);
    }
}

/// <summary>How a RANGE violation reads.</summary>
internal sealed class RangeText(string? minText, string? maxText)
{
    private readonly byte[] _below = Encoding.UTF8.GetBytes($"is below the minimum {minText}.");
    private readonly byte[] _above = Encoding.UTF8.GetBytes($"is above the maximum {maxText}.");

    public ReadOnlySpan<byte> Explain(bool below) => below ? _below : _above;
}
