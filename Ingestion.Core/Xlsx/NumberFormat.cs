namespace Ingestion.Core.Xlsx;

/// <summary>What a number format makes of a number.</summary>
internal enum NumberFormat : byte
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A day: <c>yyyy-mm-dd</c>.</summary>
    Date,

    /// <summary>A time of day: <c>h:mm</c>.</summary>
    Time,

    /// <summary>A day with a time: <c>yyyy-mm-dd h:mm</c>.</summary>
    DateTime,

    /// <summary>A length of time: <c>[h]:mm</c>.</summary>
    Duration,
}

/// <summary>Tells dates from numbers by their format (ECMA-376 part 1, 18.8.30 and 18.8.31).</summary>
internal static class NumberFormats
{
    /// <summary>
    /// What a built-in format is. Those from 27 on are dates or times of East Asian and Thai editions, which of the two depends on the
    /// edition: as <see cref="NumberFormat.Date"/> a value below 1 is a time all the same.
    /// </summary>
    public static NumberFormat OfBuiltIn(int id) => id switch
    {
        >= 14 and <= 17 => NumberFormat.Date,
        >= 18 and <= 21 => NumberFormat.Time,
        22 => NumberFormat.DateTime,
        >= 27 and <= 36 => NumberFormat.Date,
        45 or 47 => NumberFormat.Time,
        46 => NumberFormat.Duration,
        >= 50 and <= 58 => NumberFormat.Date,
        >= 71 and <= 74 => NumberFormat.Date,
        75 or 76 or 78 or 80 => NumberFormat.Time,
        77 or 81 => NumberFormat.Date,
        79 => NumberFormat.Duration,
        _ => NumberFormat.Number,
    };

    /// <summary>What a custom format is: the first of its sections that shows a date or a time decides.</summary>
    public static NumberFormat Of(ReadOnlySpan<char> code)
    {
        while (!code.IsEmpty)
        {
            if (OfSection(ref code) is var format && format != NumberFormat.Number)
                return format;
        }
        return NumberFormat.Number;
    }

    /// <summary>Looks at a section, and leaves what stands behind its semicolon.</summary>
    private static NumberFormat OfSection(ref ReadOnlySpan<char> code)
    {
        bool hasDate = false, hasTime = false, hasDuration = false, hasDigits = false, isMonthOpen = false;
        var last = '\0';
        var i = 0;
        for (; i < code.Length && code[i] != ';'; i++)
        {
            var letter = char.ToLowerInvariant(code[i]);
            switch (letter)
            {
                case '"':
                    i = SkipTo(code, i + 1, '"');
                    continue;
                case '\\' or '_' or '*':
                    i++;
                    continue;
                case '[':
                    var end = SkipTo(code, i + 1, ']');
                    if (IsElapsed(code[(i + 1)..Math.Min(end, code.Length)]))
                    {
                        hasDuration = true;
                        last = 'h';
                    }
                    i = end;
                    continue;
                case 'g' when code[i..].StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    i += "General".Length - 1;
                    continue;
                case '0' or '#' or '?':
                    // Digits behind seconds are their fraction; before anything else they make it a number.
                    hasDigits |= last == '\0';
                    continue;
                case 'a' when IsHalfOfDay(code[i..], out var length):
                    hasTime = true;
                    i += length - 1;
                    continue;
                // The day of the week, in East Asian editions.
                case 'a' when code[i..].StartsWith("aaa", StringComparison.OrdinalIgnoreCase):
                    hasDate = true;
                    i += 2;
                    continue;
                // An "m" means minutes after hours or before seconds, else months.
                case 'm':
                    isMonthOpen |= last != 'h' && last != 'm';
                    hasTime |= last == 'h';
                    break;
                case 's':
                    hasTime = true;
                    if (last == 'm')
                        isMonthOpen = false;
                    break;
                case 'h':
                    hasTime = true;
                    hasDate |= isMonthOpen;
                    isMonthOpen = false;
                    break;
                case 'y' or 'd' or 'g' or 'b' or 'e':
                    if (hasDigits)
                        continue;
                    hasDate = true;
                    break;
                default:
                    continue;
            }
            last = letter == 'm' && last == 'h' ? 'h' : letter;
        }
        code = i < code.Length ? code[(i + 1)..] : default;
        hasDate |= isMonthOpen;
        return hasDigits ? NumberFormat.Number
            : hasDuration && !hasDate ? NumberFormat.Duration
            : (hasDate, hasTime) switch
            {
                (true, true) => NumberFormat.DateTime,
                (true, false) => NumberFormat.Date,
                (false, true) => NumberFormat.Time,
                _ => NumberFormat.Number,
            };
    }

    private static int SkipTo(ReadOnlySpan<char> code, int from, char mark)
    {
        var length = from < code.Length ? code[from..].IndexOf(mark) : -1;
        return length < 0 ? code.Length : from + length;
    }

    private static bool IsElapsed(ReadOnlySpan<char> bracket) =>
        !bracket.IsEmpty && (!bracket.ContainsAnyExcept('h', 'H') || !bracket.ContainsAnyExcept('m', 'M') || !bracket.ContainsAnyExcept('s', 'S'));

    private static bool IsHalfOfDay(ReadOnlySpan<char> code, out int length)
    {
        length = code.StartsWith("AM/PM", StringComparison.OrdinalIgnoreCase) ? 5 : code.StartsWith("A/P", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
        return length > 0;
    }
}
