using Ingestion.Core.Columns;

namespace Ingestion.Core.Inference;

/// <summary>How large a column's numbers are, read with one decimal mark.</summary>
internal sealed class NumberSizes
{
    private int _maxScale;
    private int _maxWholeDigits;

    /// <summary>How many have decimals.</summary>
    public long WithDecimals { get; private set; }

    /// <summary>Whether the mark of one could not stand between thousands.</summary>
    public bool IsProven { get; private set; }

    public void Add(NumberShape shape)
    {
        if (!shape.IsCanonical)
            return;
        _maxScale = Math.Max(_maxScale, shape.Scale);
        _maxWholeDigits = Math.Max(_maxWholeDigits, shape.Digits - shape.Scale);
        WithDecimals += shape.Scale > 0 ? 1 : 0;
        IsProven |= shape.Scale > 0 && !shape.MayBeThousands;
    }

    /// <summary>The DECIMAL that holds them.</summary>
    public string DecimalFormat()
    {
        // Room for numbers a thousand times as large as those seen keeps most columns in 64 bits.
        var precision = _maxWholeDigits + 3 + _maxScale <= ColumnSpec.NarrowPrecision ? ColumnSpec.NarrowPrecision : ColumnSpec.MaxPrecision;
        return ColumnFormat.Decimal(precision, _maxScale);
    }
}
