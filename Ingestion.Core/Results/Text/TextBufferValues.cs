using System.Globalization;

namespace Ingestion.Core.Results.Text;

/// <summary>The invariant text of typed values.</summary>
internal static class TextBufferValues
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;
    private const ulong TenTo19 = 10_000_000_000_000_000_000;
    private const int MaxUInt128Digits = 39;
    private const int MaxNumberBytes = 32;
    private static readonly int UnixEpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Appends an integer.</summary>
    public static void AppendInteger(this TextBuffer output, long value)
    {
        value.TryFormat(output.Reserve(MaxNumberBytes), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Appends the shortest text that reads back as the same double; also <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static void AppendDouble(this TextBuffer output, double value)
    {
        value.TryFormat(output.Reserve(MaxNumberBytes), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Appends a decimal with exactly <paramref name="scale"/> decimals.</summary>
    public static void AppendDecimal(this TextBuffer output, long unscaled, int scale)
    {
        if (unscaled < 0)
            output.Append((byte)'-');
        Span<byte> digits = stackalloc byte[MaxUInt128Digits];
        var magnitude = unscaled < 0 ? 0UL - (ulong)unscaled : (ulong)unscaled;
        magnitude.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        AppendScaled(output, digits[..count], scale);
    }

    /// <summary>Appends a decimal with exactly <paramref name="scale"/> decimals.</summary>
    public static void AppendDecimal(this TextBuffer output, Int128 unscaled, int scale)
    {
        if (Int128.IsNegative(unscaled))
            output.Append((byte)'-');
        Span<byte> digits = stackalloc byte[MaxUInt128Digits];
        var magnitude = Int128.IsNegative(unscaled) ? UInt128.Zero - (UInt128)unscaled : (UInt128)unscaled;
        AppendScaled(output, digits[..FormatDigits(magnitude, digits)], scale);
    }

    /// <summary>Appends a day as <c>yyyy-MM-dd</c>. False when it is outside the years 0001 to 9999.</summary>
    public static bool TryAppendDate(this TextBuffer output, long daysSince1970)
    {
        var day = daysSince1970 + UnixEpochDay;
        if (day < 0 || day > DateOnly.MaxValue.DayNumber)
            return false;
        var (year, month, dayOfMonth) = DateOnly.FromDayNumber((int)day);
        var text = output.Reserve(10);
        WriteTwoDigits(text, year / 100);
        WriteTwoDigits(text[2..], year % 100);
        text[4] = (byte)'-';
        WriteTwoDigits(text[5..], month);
        text[7] = (byte)'-';
        WriteTwoDigits(text[8..], dayOfMonth);
        output.Advance(10);
        return true;
    }

    /// <summary>
    /// Appends a moment as <c>yyyy-MM-ddTHH:mm:ss</c>, with six decimals when they are not all zero, and with <c>Z</c> when
    /// it is UTC. False when it is outside the years 0001 to 9999.
    /// </summary>
    public static bool TryAppendTimestamp(this TextBuffer output, long microsSince1970, bool isUtc)
    {
        var (days, micros) = Math.DivRem(microsSince1970, MicrosPerDay);
        if (micros < 0)
        {
            days--;
            micros += MicrosPerDay;
        }
        if (!output.TryAppendDate(days))
            return false;
        var (second, fraction) = Math.DivRem(micros, MicrosPerSecond);
        var text = output.Reserve(17);
        var seconds = (int)second;
        text[0] = (byte)'T';
        WriteTwoDigits(text[1..], seconds / 3600);
        text[3] = (byte)':';
        WriteTwoDigits(text[4..], seconds / 60 % 60);
        text[6] = (byte)':';
        WriteTwoDigits(text[7..], seconds % 60);
        var length = 9;
        if (fraction != 0)
        {
            text[9] = (byte)'.';
            WriteTwoDigits(text[10..], (int)fraction / 10_000);
            WriteTwoDigits(text[12..], (int)fraction / 100 % 100);
            WriteTwoDigits(text[14..], (int)fraction % 100);
            length = 16;
        }
        if (isUtc)
            text[length++] = (byte)'Z';
        output.Advance(length);
        return true;
    }

    private static void AppendScaled(TextBuffer output, ReadOnlySpan<byte> digits, int scale)
    {
        var whole = digits.Length - scale;
        if (whole > 0)
            output.Append(digits[..whole]);
        else
            output.Append((byte)'0');
        if (scale == 0)
            return;
        output.Append((byte)'.');
        for (; whole < 0; whole++)
            output.Append((byte)'0');
        output.Append(digits[whole..]);
    }

    private static int FormatDigits(UInt128 value, Span<byte> digits)
    {
        if (value <= ulong.MaxValue)
        {
            ((ulong)value).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
            return count;
        }
        var (high, low) = UInt128.DivRem(value, TenTo19);
        var length = FormatDigits(high, digits);
        ((ulong)low).TryFormat(digits[length..], out var written, "D19", CultureInfo.InvariantCulture);
        return length + written;
    }

    private static void WriteTwoDigits(Span<byte> text, int value)
    {
        text[0] = (byte)('0' + value / 10);
        text[1] = (byte)('0' + value % 10);
    }
}
