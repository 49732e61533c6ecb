using System.Globalization;
using System.Numerics;

namespace Ingestion.Core.Rules;

/// <summary>A decimal number of any size with any number of decimals: <paramref name="Mantissa"/> times 10 to the <paramref name="Exponent"/>.</summary>
internal readonly partial record struct ExactNumber(BigInteger Mantissa, int Exponent) : IComparable<ExactNumber>
{
    private const int LargestExponent = 1000;

    /// <summary>Reads plain and scientific notation; false for anything else.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        var exponent = 0;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        if (e >= 0 && (!int.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > LargestExponent))
            return false;
        var digits = e < 0 ? text : text[..e];
        var point = digits.IndexOf('.');
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mantissa))
            return false;
        number = new ExactNumber(mantissa, exponent);
        return true;
    }

    /// <summary>The number in units of 10^-<paramref name="scale"/>, rounded up or down to a whole one; the largest or smallest where it is beyond.</summary>
    public Int128 ToUnits(int scale, bool up)
    {
        var shift = Exponent + scale;
        var units = Mantissa * BigInteger.Pow(10, Math.Max(shift, 0));
        if (shift < 0)
        {
            units = BigInteger.DivRem(units, BigInteger.Pow(10, -shift), out var rest);
            units += up && rest.Sign > 0 ? 1 : !up && rest.Sign < 0 ? -1 : 0;
        }
        return (Int128)BigInteger.Clamp(units, (BigInteger)Int128.MinValue, (BigInteger)Int128.MaxValue);
    }

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other)
    {
        if (Exponent == other.Exponent)
            return Mantissa.CompareTo(other.Mantissa);
        var least = Math.Min(Exponent, other.Exponent);
        return (Mantissa * BigInteger.Pow(10, Exponent - least)).CompareTo(other.Mantissa * BigInteger.Pow(10, other.Exponent - least));
    }
}
