using System.Diagnostics.CodeAnalysis;

namespace Ingestion.Core.Columns;

/// <summary>
/// A compiled date or timestamp pattern. Letters as in .NET's custom formats: <c>yyyy yy MMMM MMM MM M dd d HH H hh h mm m ss s tt</c>,
/// <c>f</c> to <c>ffffff</c> for a fraction, <c>K</c> for a time zone (<c>Z</c> or an offset), <c>dddd</c> and <c>ddd</c> for a day of the week, which is
/// read and not compared; everything else stands for itself. Names are English, in any case. Two-digit years are 1969 to 2068, as POSIX strptime has them.
/// </summary>
internal sealed class DatePattern
{
    // No letter, so that nobody can mean it by one.
    private const char DayName = '#';
    private const int ShortestName = 3;
    private const int FullName = 4;
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;
    private readonly (char Letter, int Count)[] _tokens;

    private DatePattern(string text, (char Letter, int Count)[] tokens)
    {
        Text = text;
        _tokens = tokens;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern has a time of day.</summary>
    public bool HasTime => _tokens.Any(token => token.Letter is 'H' or 'h' or 'm' or 's' or 'f' or 't' or 'K');

    /// <summary>Whether the pattern has a time zone.</summary>
    public bool HasZone => _tokens.Any(token => token.Letter == 'K');

    /// <summary>Compiles a pattern; <paramref name="problem"/> says what is wrong with one that makes no date.</summary>
    public static bool TryCreate(string text, [NotNullWhen(true)] out DatePattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        var tokens = new List<(char Letter, int Count)>();
        for (var i = 0; i < text.Length;)
        {
            var run = 1;
            while (i + run < text.Length && text[i + run] == text[i])
                run++;
            tokens.Add(char.IsAsciiLetter(text[i]) && text[i] != 'T' && text[i] != 'Z' ? (text[i] == 'd' && run >= ShortestName ? DayName : text[i], run) : ('\'', text[i]));
            i += tokens[^1].Letter == '\'' ? 1 : run;
        }
        pattern = null;
        problem = text.FirstOrDefault(letter => letter > '\x7e') is not '\0' and var foreign
            ? $"'{foreign}' is not known; use ASCII characters only"
            : tokens.FirstOrDefault(token => !IsKnown(token)) is { Letter: not '\0' } unknown
            ? $"'{new string(unknown.Letter == DayName ? 'd' : unknown.Letter, unknown.Count)}' is not known; use yyyy, yy, MMMM, MMM, MM, M, dddd, ddd, dd, d, HH, H, hh, h, mm, m, ss, s, tt, f to ffffff and K"
            : !"yMd".All(letter => tokens.Any(token => token.Letter == letter)) ? "a date needs a year (yyyy), a month (MM) and a day (dd)"
            : tokens.Where(token => token.Letter != '\'').GroupBy(token => token.Letter).Any(group => group.Count() > 1) ? "a part stands twice"
            : HourProblem([.. tokens.Select(token => token.Letter)]);
        if (problem is not null)
            return false;
        pattern = new DatePattern(text, [.. tokens]);
        return true;
    }

    /// <summary>Reads a value as microseconds since 1970-01-01T00:00:00, in UTC when the pattern has a time zone.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        text = Utf8Values.Trim(text);
        microseconds = 0;
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0, offset = 0;
        bool? afternoon = null;
        foreach (var (letter, count) in _tokens)
        {
            var read = letter switch
            {
                'y' => TryNumber(ref text, count, count, out year),
                'M' when count >= ShortestName => EnglishNames.TryMonth(ref text, count == FullName, out month),
                'M' => TryNumber(ref text, count, 2, out month),
                DayName => EnglishNames.TryDay(ref text, count == FullName),
                'd' => TryNumber(ref text, count, 2, out day),
                'H' or 'h' => TryNumber(ref text, count, 2, out hour),
                'm' => TryNumber(ref text, count, 2, out minute),
                's' => TryNumber(ref text, count, 2, out second),
                'f' => TryFraction(ref text, count, out fraction),
                't' => TryHalf(ref text, out afternoon),
                'K' => TryZone(ref text, out offset),
                _ => TryLiteral(ref text, (byte)count),
            };
            if (!read)
                return false;
        }
        if (_tokens.Any(token => token is ('y', 2)))
            year += year < 69 ? 2000 : 1900;
        if (afternoon is { } pm)
        {
            if (hour is < 1 or > 12)
                return false;
            hour = (hour % 12) + (pm ? 12 : 0);
        }
        if (!text.IsEmpty || !CivilCalendar.TryDays(year, month, day, out var days) || hour > 23 || minute > 59 || second > 59)
            return false;
        microseconds = (days * MicrosecondsPerDay) + ((((hour * 60L) + minute - offset) * 60) + second) * MicrosecondsPerSecond + fraction;
        return CivilCalendar.IsInRange(microseconds);
    }

    /// <summary>Reads <c>Z</c> or an offset such as <c>+02:00</c>, <c>+0200</c> or <c>+02</c>, in minutes.</summary>
    internal static bool TryZone(ref ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty)
            return false;
        var sign = text[0];
        if (sign is (byte)'Z' or (byte)'z')
        {
            text = text[1..];
            return true;
        }
        if (sign is not ((byte)'+' or (byte)'-'))
            return false;
        text = text[1..];
        if (!TryNumber(ref text, 2, 2, out var hours))
            return false;
        if (!text.IsEmpty && text[0] == ':')
            text = text[1..];
        var minutesPart = 0;
        if (!text.IsEmpty && (!TryNumber(ref text, 2, 2, out minutesPart) || minutesPart > 59))
            return false;
        minutes = ((hours * 60) + minutesPart) * (sign == '-' ? -1 : 1);
        return minutes is >= -14 * 60 and <= 14 * 60;
    }

    private static string? HourProblem(char[] letters) => (letters.Contains('H'), letters.Contains('h'), letters.Contains('t')) switch
    {
        (true, true, _) => "the hour stands twice, as HH and as hh",
        (true, _, true) => "tt (AM or PM) goes with hh, not with HH",
        (_, true, false) => "hh needs tt (AM or PM); HH is the hour of 24",
        (_, false, true) => "tt (AM or PM) needs hh",
        _ => null,
    };

    private static bool IsKnown((char Letter, int Count) token) => token.Letter switch
    {
        'y' => token.Count is 2 or 4,
        'M' or DayName => token.Count <= FullName,
        'd' or 'H' or 'h' or 'm' or 's' => token.Count <= 2,
        'f' => token.Count <= 6,
        't' => token.Count == 2,
        'K' => token.Count == 1,
        '\'' => true,
        _ => false,
    };

    private static bool TryNumber(ref ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        value = 0;
        var length = 0;
        for (; length < most && length < text.Length && (uint)(text[length] - '0') <= 9; length++)
            value = (value * 10) + (text[length] - '0');
        text = text[length..];
        return length >= least;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, int count, out int microseconds)
    {
        var read = TryNumber(ref text, count, count, out microseconds);
        for (; count < 6; count++)
            microseconds *= 10;
        return read;
    }

    private static bool TryHalf(ref ReadOnlySpan<byte> text, out bool? afternoon)
    {
        afternoon = text.IsEmpty ? null : (text[0] | 0x20) == 'p' ? true : (text[0] | 0x20) == 'a' ? false : null;
        if (afternoon is null || text.Length < 2 || (text[1] | 0x20) != 'm')
            return false;
        text = text[2..];
        return true;
    }

    private static bool TryLiteral(ref ReadOnlySpan<byte> text, byte literal)
    {
        if (text.IsEmpty || text[0] != literal)
            return false;
        text = text[1..];
        return true;
    }
}
