using System.Buffers.Text;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// Writes serial times: days since the beginning of the <see cref="DateSystem"/>, to the nearest millisecond, which is as fine as Excel
/// counts. A day without a time is a date where the format shows no time; with one it is a timestamp, whatever the format hides.
/// </summary>
internal static class SerialTime
{
    /// <summary>The longest text written: a duration of a billion days.</summary>
    public const int MostBytes = 32;

    private const long MillisecondsPerDay = 86_400_000;
    private const double MostDurationDays = 1e9;

    // DateOnly.DayNumber of 1899-12-30 and 1904-01-01; 9999-12-31 is the last day of every system.
    private const int Day0Of1900 = 693_593;
    private const int Day0Of1904 = 695_055;
    private const int LastDay = 3_652_058;

    /// <summary>Writes a time; 0 when it is before or after all days there are, where Excel shows no time either.</summary>
    public static int Write(double serial, NumberFormat format, DateSystem system, Span<byte> to, out CellKind kind)
    {
        kind = CellKind.Time;
        if (format == NumberFormat.Duration)
        {
            // Not a time of day: 30 hours are a duration too, and one column is of one kind.
            kind = CellKind.Text;
            return Math.Abs(serial) <= MostDurationDays ? WriteDuration(serial, to) : 0;
        }
        if (!(serial >= 0 && serial < LastDay))
            return 0;
        var milliseconds = (long)Math.Round(serial * MillisecondsPerDay);
        var (day, time) = ((int)(milliseconds / MillisecondsPerDay), milliseconds % MillisecondsPerDay);
        // Without a date before it, or on the day 0 that is none, it is a time of day.
        if (day == 0 && (format == NumberFormat.Time || system != DateSystem.From1904))
            return WriteTime(time, to);
        if (day == 60 && system == DateSystem.From1900)
        {
            kind = CellKind.Text;
            "1900-02-29"u8.CopyTo(to);
        }
        else
        {
            var dayNumber = day + (system == DateSystem.From1904 ? Day0Of1904 : system == DateSystem.From1900 && day < 60 ? Day0Of1900 + 1 : Day0Of1900);
            if (dayNumber > LastDay)
                return 0;
            WriteDate(dayNumber, to);
        }
        if (time == 0 && format == NumberFormat.Date)
            return 10;
        to[10] = (byte)'T';
        return 11 + WriteTime(time, to[11..]);
    }

    private static void WriteDate(int dayNumber, Span<byte> to)
    {
        var (year, month, day) = DateOnly.FromDayNumber(dayNumber);
        WriteTwo(year / 100, to);
        WriteTwo(year % 100, to[2..]);
        to[4] = (byte)'-';
        WriteTwo(month, to[5..]);
        to[7] = (byte)'-';
        WriteTwo(day, to[8..]);
    }

    private static int WriteDuration(double days, Span<byte> to)
    {
        var milliseconds = (long)Math.Round(Math.Abs(days) * MillisecondsPerDay);
        var length = 0;
        if (days < 0 && milliseconds > 0)
            to[length++] = (byte)'-';
        var hours = milliseconds / 3_600_000;
        if (hours < 100)
            return length + WriteTime(milliseconds, to[length..]);
        Utf8Formatter.TryFormat(hours, to[length..], out var written);
        length += written;
        // The minutes and seconds of a time of day, without its hour.
        Span<byte> time = stackalloc byte[16];
        var timeLength = WriteTime(milliseconds % 3_600_000, time);
        time[2..timeLength].CopyTo(to[length..]);
        return length + timeLength - 2;
    }

    private static int WriteTime(long milliseconds, Span<byte> to)
    {
        var seconds = (int)(milliseconds / 1000);
        var fraction = (int)(milliseconds % 1000);
        WriteTwo(seconds / 3600, to);
        to[2] = (byte)':';
        WriteTwo(seconds / 60 % 60, to[3..]);
        to[5] = (byte)':';
        WriteTwo(seconds % 60, to[6..]);
        if (fraction == 0)
            return 8;
        to[8] = (byte)'.';
        to[9] = (byte)('0' + (fraction / 100));
        WriteTwo(fraction % 100, to[10..]);
        var length = 12;
        while (to[length - 1] == '0')
            length--;
        return length;
    }

    private static void WriteTwo(int value, Span<byte> to)
    {
        to[1] = (byte)('0' + (value % 10));
        to[0] = (byte)('0' + (value / 10));
    }
}
