using System.Numerics;

namespace Ingestion.Core.Rules;

/// <summary>Arithmetic. Sums, differences and products are exact; a quotient that does not end is rounded half to even.</summary>
internal readonly partial record struct ExactNumber
{
    /// <summary>A number with more digits than this is none: what an expression computes must not grow without end.</summary>
    public const int MostDigits = 150;

    /// <summary>Significant digits of a quotient, at least.</summary>
    private const int QuotientDigits = 40;

    private static readonly BigInteger Limit = BigInteger.Pow(10, MostDigits);

    public bool IsTooLong => BigInteger.Abs(Mantissa) >= Limit;

    public static ExactNumber operator +(ExactNumber a, ExactNumber b) =>
        a.Exponent == b.Exponent ? new(a.Mantissa + b.Mantissa, a.Exponent)
        : a.Exponent > b.Exponent ? new((a.Mantissa * Power(a.Exponent - b.Exponent)) + b.Mantissa, b.Exponent)
        : new(a.Mantissa + (b.Mantissa * Power(b.Exponent - a.Exponent)), a.Exponent);

    public static ExactNumber operator -(ExactNumber value) => new(-value.Mantissa, value.Exponent);

    public static ExactNumber operator -(ExactNumber a, ExactNumber b) => a + -b;

    public static ExactNumber operator *(ExactNumber a, ExactNumber b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    /// <summary>False for a division by zero.</summary>
    public static bool TryDivide(ExactNumber a, ExactNumber b, out ExactNumber quotient)
    {
        quotient = default;
        if (b.Mantissa.IsZero)
            return false;
        // The bits of both say how far to shift; a digit has more than three.
        var shift = Math.Max(0, QuotientDigits + (int)((b.Mantissa.GetBitLength() - a.Mantissa.GetBitLength()) / 3) + 1);
        quotient = new ExactNumber(DivideRounded(a.Mantissa * Power(shift), b.Mantissa), a.Exponent - b.Exponent - shift).Shortened();
        return true;
    }

    /// <summary>The rest of a division, with the sign of <paramref name="a"/>; false for a division by zero.</summary>
    public static bool TryRemainder(ExactNumber a, ExactNumber b, out ExactNumber rest)
    {
        rest = default;
        if (b.Mantissa.IsZero)
            return false;
        var exponent = Math.Min(a.Exponent, b.Exponent);
        rest = new(BigInteger.Remainder(a.Mantissa * Power(a.Exponent - exponent), b.Mantissa * Power(b.Exponent - exponent)), exponent);
        return true;
    }

    public ExactNumber Abs() => new(BigInteger.Abs(Mantissa), Exponent);

    /// <summary>With at most so many decimals; a half goes away from zero, as people round.</summary>
    public ExactNumber Round(int decimals)
    {
        if (-Exponent <= decimals)
            return this;
        var unit = Power(-Exponent - decimals);
        var whole = BigInteger.DivRem(Mantissa, unit, out var rest);
        return new(whole + (BigInteger.Abs(rest) * 2 >= unit ? Mantissa.Sign : 0), -decimals);
    }

    /// <summary>The next whole number, down or up.</summary>
    public ExactNumber ToWhole(bool up)
    {
        if (Exponent >= 0)
            return this;
        var whole = BigInteger.DivRem(Mantissa, Power(-Exponent), out var rest);
        return new(whole + (up && rest.Sign > 0 ? 1 : !up && rest.Sign < 0 ? -1 : 0), 0);
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() =>
        // Two doubles that are exact, and one rounding: Clinger, "How to read floating point numbers accurately".
        BigInteger.Abs(Mantissa) < ExactInDouble && Exponent is <= 0 and >= -22 ? (double)(long)Mantissa / PowersAsDouble[-Exponent]
        : double.Parse($"{Mantissa}e{Exponent}", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The whole number, where it is one that an <see cref="int"/> holds.</summary>
    public bool TryInt(out int value)
    {
        var whole = ToWhole(up: false);
        var fits = whole.CompareTo(this) == 0 && whole.Exponent >= 0 && whole.Exponent < 10 && BigInteger.Abs(whole.Mantissa) <= int.MaxValue;
        var wide = fits ? whole.Mantissa * Power(whole.Exponent) : BigInteger.Zero;
        fits = fits && BigInteger.Abs(wide) <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>Without the zeros that a division appended.</summary>
    private ExactNumber Shortened()
    {
        var (mantissa, exponent) = (Mantissa, Exponent);
        while (exponent < 0 && !mantissa.IsZero)
        {
            var shorter = BigInteger.DivRem(mantissa, 10, out var rest);
            if (!rest.IsZero)
                break;
            (mantissa, exponent) = (shorter, exponent + 1);
        }
        return new(mantissa, mantissa.IsZero ? 0 : exponent);
    }

    private static BigInteger DivideRounded(BigInteger a, BigInteger b)
    {
        var quotient = BigInteger.DivRem(a, b, out var rest);
        var half = (BigInteger.Abs(rest) * 2).CompareTo(BigInteger.Abs(b));
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + (a.Sign * b.Sign) : quotient;
    }

    private static BigInteger Power(int exponent) => exponent < Powers.Length ? Powers[exponent] : BigInteger.Pow(10, exponent);

    private static readonly BigInteger ExactInDouble = 1L << 53;

    private static readonly double[] PowersAsDouble = [.. Enumerable.Range(0, 23).Select(exponent => double.Parse($"1e{exponent}", System.Globalization.CultureInfo.InvariantCulture))];

    private static readonly BigInteger[] Powers = [.. Enumerable.Range(0, 64).Select(exponent => BigInteger.Pow(10, exponent))];
}
