using System.Globalization;

namespace Ingestion.Core.Columns;

/// <summary>Decimals as text.</summary>
public static class DecimalText
{
    /// <summary>Writes <paramref name="units"/> of 10^-<paramref name="scale"/> with exactly that many decimals.</summary>
    public static string Format(Int128 units, int scale)
    {
        if (scale == 0)
            return units.ToString(CultureInfo.InvariantCulture);
        var digits = Int128.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(units < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }
}
