using System.Runtime.CompilerServices;

namespace Ingestion.Core.Columns;

/// <summary>The proleptic Gregorian calendar, years 1 to 9999, counted from 1970-01-01.</summary>
internal static class CivilCalendar
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;

    private static ReadOnlySpan<byte> DaysOfMonth => [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Days since 1970-01-01. After Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryDays(int year, int month, int day, out int days)
    {
        days = 0;
        if ((uint)(month - 1) > 11 || (uint)(year - 1) > 9998 || day < 1)
            return false;
        if (day > DaysOfMonth[month] && !(month == 2 && day == 29 && DateTime.IsLeapYear(year)))
            return false;
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        days = (era * 146_097) + dayOfEra - 719_468;
        return true;
    }

    /// <summary>Whether a moment lies in the calendar: a time zone can lead out of it.</summary>
    public static bool IsInRange(long microseconds) =>
        microseconds is >= -719_162 * MicrosecondsPerDay and < 2_932_897 * MicrosecondsPerDay;

    /// <summary>Reads <c>yyyy-MM-dd</c>.</summary>
    public static bool TryIsoDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        text = Utf8Values.Trim(text);
        return text.Length == 10 && TryIsoDay(text, out days);
    }

    /// <summary>
    /// Reads <c>yyyy-MM-dd</c>, then optionally <c>T</c> or a space with <c>HH:mm[:ss[.fraction]]</c>, then a time zone
    /// exactly when <paramref name="zoned"/>. A fraction finer than a microsecond is refused unless it is zeros.
    /// </summary>
    public static bool TryIsoTimestamp(ReadOnlySpan<byte> text, bool zoned, out long microseconds)
    {
        microseconds = 0;
        text = Utf8Values.Trim(text);
        if (text.Length < 10 || !TryIsoDay(text, out var days))
            return false;
        microseconds = days * MicrosecondsPerDay;
        if (text.Length == 10)
            return !zoned;
        if (text.Length < 16 || text[10] is not ((byte)' ' or (byte)'T' or (byte)'t') || text[13] != ':'
            || !TryTwo(text, 11, out var hour) || !TryTwo(text, 14, out var minute) || hour > 23 || minute > 59)
            return false;
        var second = 0;
        var rest = text[16..];
        if (!rest.IsEmpty && rest[0] == ':')
        {
            if (rest.Length < 3 || !TryTwo(rest, 1, out second) || second > 59)
                return false;
            rest = rest[3..];
        }
        microseconds += ((((hour * 60L) + minute) * 60) + second) * MicrosecondsPerSecond;
        if (!rest.IsEmpty && rest[0] == '.' && !TryFraction(ref rest, ref microseconds))
            return false;
        if (!zoned)
            return rest.IsEmpty;
        rest = Utf8Values.Trim(rest);
        if (!DatePattern.TryZone(ref rest, out var offsetMinutes) || !rest.IsEmpty)
            return false;
        microseconds -= offsetMinutes * 60 * MicrosecondsPerSecond;
        return IsInRange(microseconds);
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long microseconds)
    {
        var unit = MicrosecondsPerSecond / 10;
        var index = 1;
        for (; index < text.Length && (uint)(text[index] - '0') <= 9; index++)
        {
            if (unit == 0 && text[index] != '0')
                return false;
            microseconds += (text[index] - '0') * unit;
            unit /= 10;
        }
        text = text[index..];
        return index > 1;
    }

    private static bool TryIsoDay(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        return text[4] == '-' && text[7] == '-'
            && TryTwo(text, 0, out var century) && TryTwo(text, 2, out var year)
            && TryTwo(text, 5, out var month) && TryTwo(text, 8, out var day)
            && TryDays((century * 100) + year, month, day, out days);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTwo(ReadOnlySpan<byte> text, int index, out int value)
    {
        var tens = (uint)(text[index] - '0');
        var ones = (uint)(text[index + 1] - '0');
        value = (int)((tens * 10) + ones);
        return tens <= 9 && ones <= 9;
    }
}
