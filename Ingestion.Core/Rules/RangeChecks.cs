using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Rules;

/// <summary>RANGE on a column whose values are ordered as 64-bit integers. The bounds are exact and included.</summary>
internal sealed class LongRangeCheck(PlanCheck check, long min, long max, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override bool NeedsTypedValue => true;

    public override bool Passes(ColumnBuffer column, int slot, ReadOnlySpan<byte> text)
    {
        var value = ((ILongValues)column)[slot];
        return value >= min && value <= max;
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot) => _text.Explain(((ILongValues)column)[slot] < min);
}

/// <summary>RANGE whose bounds lie beyond every value that the column can have: none passes.</summary>
internal sealed class NoRangeCheck(PlanCheck check, bool isBelow, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override bool NeedsTypedValue => true;

    public override bool Passes(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => false;

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot) => _text.Explain(isBelow);
}

/// <summary>RANGE on a DECIMAL of more than 18 digits.</summary>
internal sealed class WideRangeCheck(PlanCheck check, Int128 min, Int128 max, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override bool NeedsTypedValue => true;

    public override bool Passes(ColumnBuffer column, int slot, ReadOnlySpan<byte> text)
    {
        var value = ((WideDecimalColumnBuffer)column).Values[slot];
        return value >= min && value <= max;
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot) => _text.Explain(((WideDecimalColumnBuffer)column).Values[slot] < min);
}

/// <summary>RANGE on a DOUBLE. NaN lies in no range.</summary>
internal sealed class DoubleRangeCheck(PlanCheck check, double min, double max, string? minText, string? maxText) : ValueCheck(check)
{
    private readonly RangeText _text = new(minText, maxText);

    public override bool NeedsTypedValue => true;

    public override bool Passes(ColumnBuffer column, int slot, ReadOnlySpan<byte> text)
    {
        var value = ((DoubleColumnBuffer)column).Values[slot];
        return value >= min && value <= max;
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot)
    {
        var value = ((DoubleColumnBuffer)column).Values[slot];
        return double.IsNaN(value) ? "is not a number and lies in no range."u8 : _text.Explain(value < min);
    }
}

/// <summary>How a RANGE violation reads.</summary>
internal sealed class RangeText(string? minText, string? maxText)
{
    private readonly byte[] _below = Encoding.UTF8.GetBytes($"is below the minimum {minText}.");
    private readonly byte[] _above = Encoding.UTF8.GetBytes($"is above the maximum {maxText}.");

    public ReadOnlySpan<byte> Explain(bool below) => below ? _below : _above;
}
