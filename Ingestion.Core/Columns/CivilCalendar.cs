using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Columns;

/// <summary>The proleptic Gregorian calendar, years 1 to 9999, counted from 1970-01-01.</summary>
internal static class CivilCalendar
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const int SecondsLength = 19;
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
        // A year begins in March here, so that the leap day is its last.
        var isEarly = month <= 2 ? 1 : 0;
        var y = year - isEarly;
        var century = y / 100;
        var dayOfYear = (((153 * (month - 3 + (12 * isEarly))) + 2) / 5) + day - 1;
        days = (y * 365) + (y / 4) - century + (century / 4) + dayOfYear - 719_468;
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
        if (text.Length == SecondsLength && !zoned && IsTimeMark(text[10]) && TryTime(text, out var seconds))
        {
            microseconds += seconds * MicrosecondsPerSecond;
            return true;
        }
        if (text.Length < 16 || !IsTimeMark(text[10]) || text[13] != ':'
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTimeMark(byte value) => value is (byte)' ' or (byte)'T' or (byte)'t';

    /// <summary>Reads the <c>yyyy-MM-dd</c> that a text of at least ten bytes begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryIsoDay(ReadOnlySpan<byte> text, out int days)
    {
        if (!BitConverter.IsLittleEndian)
            return TryIsoDayScalar(text, out days);
        // Digits become their values and dashes zero, so that one addition tells whether any byte is another.
        var month = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ 0x2D30302D30303030;
        var day = (uint)BinaryPrimitives.ReadUInt16LittleEndian(text[8..]) ^ 0x3030;
        days = 0;
        if ((((month + 0x7F76767F76767676) | month) & 0x8080808080808080) != 0 || (((day + 0x7676) | day) & 0x8080) != 0)
            return false;
        month = (month * 10) + (month >> 8);
        return TryDays(((byte)month * 100) + (byte)(month >> 16), (byte)(month >> 40), (byte)((day * 10) + (day >> 8)), out days);
    }

    /// <summary>The scalar twin of <see cref="TryIsoDay"/>.</summary>
    internal static bool TryIsoDayScalar(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        return text[4] == '-' && text[7] == '-'
            && TryTwo(text, 0, out var century) && TryTwo(text, 2, out var year)
            && TryTwo(text, 5, out var month) && TryTwo(text, 8, out var day)
            && TryDays((century * 100) + year, month, day, out days);
    }

    /// <summary>Reads the <c>HH:mm:ss</c> that a text of 19 bytes ends with, as a word; a no only says that it has to be read byte by byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTime(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (!BitConverter.IsLittleEndian)
            return false;
        var time = BinaryPrimitives.ReadUInt64LittleEndian(text[11..]) ^ 0x30303A30303A3030;
        if ((((time + 0x76767F76767F7676) | time) & 0x8080808080808080) != 0)
            return false;
        time = (time * 10) + (time >> 8);
        var (hour, minute, second) = ((byte)time, (byte)(time >> 24), (byte)(time >> 48));
        seconds = (((hour * 60L) + minute) * 60) + second;
        return hour <= 23 & minute <= 59 & second <= 59;
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
