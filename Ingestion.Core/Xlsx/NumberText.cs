using System.Globalization;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// Numbers as people wrote them. A workbook holds doubles, which Excel writes with 17 digits: 1.1 as 1.1000000000000001. The shortest
/// text that is the same double is what was typed.
/// </summary>
internal static class NumberText
{
    /// <summary>The longest text written.</summary>
    public const int MostBytes = 32;

    /// <summary>Any decimal number of so many digits is the shortest form of a double of its own (IEEE 754: DBL_DIG).</summary>
    private const int SafeDigits = 15;

    /// <summary>Whole numbers of up to so many digits are written without an exponent, so that they stay integers.</summary>
    private const int MostWholeDigits = 18;

    /// <summary>Whether a text is canonical as it stands, known without looking at its double.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        var i = !text.IsEmpty && text[0] == '-' ? 1 : 0;
        var first = i;
        if (text.Length - first is 0 or > SafeDigits + 1)
            return false;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
            i++;
        var whole = i - first;
        if (whole == 0 || (text[first] == '0' && (whole > 1 || text.Length == 2 && first == 1)))
            return false;
        if (i == text.Length)
            return whole <= SafeDigits;
        if (text[i] != '.' || text[^1] == '0')
            return false;
        var point = i++;
        while (i < text.Length && (uint)(text[i] - '0') <= 9)
            i++;
        return i == text.Length && i > point + 1;
    }

    /// <summary>Writes the canonical form of a number; 0 when the text is none.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> to)
    {
        if (!TryParse(text, out var value))
            return 0;
        // Nobody means -0.
        if (value == 0)
            value = 0;
        value.TryFormat(to, out var length, default, CultureInfo.InvariantCulture);
        return to[..length].IndexOf("E+"u8) is > 0 and var exponent ? WithoutExponent(to, length, exponent) : length;
    }

    /// <summary>Reads a finite number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Makes <c>1.5E+16</c> a whole number where it is not too long.</summary>
    private static int WithoutExponent(Span<byte> text, int length, int exponent)
    {
        var digits = 0;
        foreach (var digit in text[(exponent + 2)..length])
            digits = (digits * 10) + digit - '0';
        if (digits >= MostWholeDigits)
            return length;
        var sign = text[0] == '-' ? 1 : 0;
        var fraction = exponent > sign + 1 ? exponent - sign - 2 : 0;
        // Digits behind the point are left, so it is no whole number.
        if (fraction > digits)
            return length;
        if (fraction > 0)
            text.Slice(sign + 2, fraction).CopyTo(text[(sign + 1)..]);
        text[(sign + 1 + fraction)..(sign + 1 + digits)].Fill((byte)'0');
        return sign + 1 + digits;
    }
}
