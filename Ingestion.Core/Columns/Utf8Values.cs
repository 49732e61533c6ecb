using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Columns;

/// <summary>
/// Reads numbers and booleans from UTF-8 text. White space around a value does not count; nothing else is
/// forgiven, and nothing is rounded: what does not fit exactly is refused.
/// </summary>
internal static class Utf8Values
{
    private const NumberStyles DoubleStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The value without the spaces and tabs around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] > ' ' && text[^1] > ' '))
            return text;
        return text.Trim(" \t"u8);
    }

    /// <summary>A 64-bit integer: an optional sign and digits.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        text = Trim(text);
        if (text.IsEmpty)
            return false;
        var negative = text[0] == '-';
        var index = negative || text[0] == '+' ? 1 : 0;
        if (index == text.Length)
            return false;
        if (text.Length - index > 18)
            return TryLongInteger(text, out value);
        for (; index < text.Length; index++)
        {
            var digit = (uint)(text[index] - '0');
            if (digit > 9)
                return false;
            value = (value * 10) + digit;
        }
        if (negative)
            value = -value;
        return true;
    }

    /// <summary>A decimal number as an integer of 10^-scale units; false when it has more decimals or digits than there is room for.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value)
    {
        value = 0;
        text = Trim(text);
        if (text.IsEmpty)
            return false;
        var negative = text[0] == '-';
        var index = negative || text[0] == '+' ? 1 : 0;
        var digits = 0;
        var significant = 0;
        var decimals = -1;
        for (; index < text.Length; index++)
        {
            var digit = (uint)(text[index] - '0');
            if (digit > 9)
            {
                if (text[index] != '.' || decimals >= 0)
                    return false;
                decimals = 0;
                continue;
            }
            digits++;
            if (decimals >= scale)
            {
                // Zeros beyond the scale change nothing; any other digit would have to be rounded away.
                if (digit != 0)
                    return false;
                continue;
            }
            if (decimals >= 0)
                decimals++;
            if (significant > 0 || digit != 0)
                significant++;
            if (significant > precision)
                return false;
            value = (value * 10) + digit;
        }
        if (digits == 0)
            return false;
        for (decimals = Math.Max(decimals, 0); decimals < scale; decimals++)
        {
            if (value != 0 && ++significant > precision)
                return false;
            value *= 10;
        }
        if (negative)
            value = -value;
        return true;
    }

    /// <summary><see cref="TryDecimal"/> for at most 18 digits, without 128-bit arithmetic.</summary>
    public static bool TryNarrowDecimal(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        var index = negative ? 1 : 0;
        if (text.Length - index is 0 or > 17)
            return TryWideAsNarrow(text, scale, out value);
        var decimals = -1;
        for (; index < text.Length; index++)
        {
            var digit = (uint)(text[index] - '0');
            if (digit > 9)
            {
                if (text[index] != '.' || decimals >= 0 || text.Length - index == 1 || index == (negative ? 1 : 0))
                    return TryWideAsNarrow(text, scale, out value);
                decimals = 0;
                continue;
            }
            value = (value * 10) + digit;
            if (decimals >= 0)
                decimals++;
        }
        var missing = scale - Math.Max(decimals, 0);
        if (missing < 0 || text.Length + missing > 18)
            return TryWideAsNarrow(text, scale, out value);
        for (; missing > 0; missing--)
            value *= 10;
        if (negative)
            value = -value;
        return true;
    }

    /// <summary>A double in plain or scientific notation, <c>NaN</c> or <c>Infinity</c>; one beyond a double's range is refused.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        text = Trim(text);
        if (!double.TryParse(text, DoubleStyle, CultureInfo.InvariantCulture, out value))
            return false;
        if (value == 0)
            return !IsBelowDouble(text);
        return !double.IsInfinity(value) || text[^1] is (byte)'y' or (byte)'Y';
    }

    /// <summary>true/false, t/f, yes/no, y/n or 1/0 in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        text = Trim(text);
        value = false;
        Span<byte> lower = stackalloc byte[5];
        if (text.Length is 0 or > 5)
            return false;
        for (var i = 0; i < text.Length; i++)
            lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        lower = lower[..text.Length];
        value = lower.SequenceEqual("true"u8) || lower.SequenceEqual("t"u8) || lower.SequenceEqual("yes"u8)
            || lower.SequenceEqual("y"u8) || lower.SequenceEqual("1"u8);
        return value || lower.SequenceEqual("false"u8) || lower.SequenceEqual("f"u8) || lower.SequenceEqual("no"u8)
            || lower.SequenceEqual("n"u8) || lower.SequenceEqual("0"u8);
    }

    /// <summary>Whether a text that reads as zero is a number too small for a double.</summary>
    private static bool IsBelowDouble(ReadOnlySpan<byte> text)
    {
        var exponent = text.IndexOfAny((byte)'e', (byte)'E');
        return text[..(exponent < 0 ? text.Length : exponent)].IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
    }

    private static bool TryLongInteger(ReadOnlySpan<byte> text, out long value)
    {
        if (text[0] == '+')
            text = text[1..];
        // Utf8Parser takes a second sign after the one removed; TryInteger does not.
        if (text[0] is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
        {
            value = 0;
            return false;
        }
        return Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;
    }

    private static bool TryWideAsNarrow(ReadOnlySpan<byte> text, int scale, out long value)
    {
        var fits = TryDecimal(text, ColumnSpec.NarrowPrecision, scale, out var wide);
        value = (long)wide;
        return fits;
    }
}
