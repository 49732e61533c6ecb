using Ingestion.Core.Columns;

namespace Ingestion.Core.Inference;

/// <summary>How a number is written.</summary>
/// <param name="IsCanonical">No plus sign, no leading zero, digits on both sides of the decimal mark: reading and writing it again gives the same text.</param>
/// <param name="Digits">Digits of the mantissa.</param>
/// <param name="Scale">How many of them are decimals.</param>
/// <param name="IsScientific">Whether there is an exponent.</param>
/// <param name="HasZeroWhole">Whether nothing but 0 stands before the decimals.</param>
internal readonly record struct NumberShape(bool IsCanonical, int Digits, int Scale, bool IsScientific, bool HasZeroWhole = false)
{
    /// <summary>Whether the mark before the decimals could stand between thousands as well: one to three digits, of which the first is no zero, and then three.</summary>
    public bool MayBeThousands => Scale == 3 && Digits <= 6 && !IsScientific && !HasZeroWhole;

    /// <summary>Looks at a text; one that is no number is not canonical.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mark">What stands before decimals.</param>
    public static NumberShape Of(ReadOnlySpan<byte> text, byte mark = (byte)'.')
    {
        text = Utf8Values.Trim(text);
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative)
            text = text[1..];
        var whole = CountDigits(text);
        if (whole == 0 || (whole > 1 && text[0] == '0'))
            return default;
        var isZero = text[..whole].IndexOfAnyExcept((byte)'0') < 0;
        var hasZeroWhole = isZero;
        text = text[whole..];
        var scale = 0;
        if (!text.IsEmpty && text[0] == mark)
        {
            scale = CountDigits(text[1..]);
            isZero &= text.Slice(1, scale).IndexOfAnyExcept((byte)'0') < 0;
            text = text[(1 + scale)..];
            if (scale == 0)
                return default;
        }
        var scientific = !text.IsEmpty && text[0] is (byte)'e' or (byte)'E';
        if (scientific)
        {
            text = text[1..];
            if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
                text = text[1..];
            var exponent = CountDigits(text);
            if (exponent == 0)
                return default;
            text = text[exponent..];
        }
        // A negative zero would lose its sign.
        return text.IsEmpty && !(negative && isZero) ? new NumberShape(true, whole + scale, scale, scientific, hasZeroWhole) : default;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }
}
