using Ingestion.Core.Columns;
using Ingestion.Core.Inference;

namespace Ingestion.Core.Profiling;

/// <summary>How many values of a column read like which type: the evidence for the type it has or could have.</summary>
internal sealed class TextKinds
{
    private static readonly int Kinds = Enum.GetValues<TextKind>().Length;
    private readonly long[] _rows = new long[Kinds];

    /// <summary>Rows of a kind; of <see cref="TextKind.Other"/> not all.</summary>
    public long this[TextKind kind] => _rows[(int)kind];

    /// <summary>Counts rows of a value.</summary>
    public void Add(ReadOnlySpan<byte> text, long rows)
    {
        _rows[(int)Of(text)] += rows;
    }

    /// <summary>Adds another column's.</summary>
    public void Merge(TextKinds other)
    {
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] += other._rows[i];
    }

    public void Clear() => Array.Clear(_rows);

    public void Write(BinaryWriter writer)
    {
        foreach (var rows in _rows)
            writer.Write7BitEncodedInt64(rows);
    }

    public void Read(BinaryReader reader)
    {
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] = reader.Read7BitEncodedInt64();
    }

    /// <summary>The kind of a text that is not empty.</summary>
    public static TextKind Of(ReadOnlySpan<byte> text)
    {
        text = Utf8Values.Trim(text);
        if (text.IsEmpty)
            return TextKind.Other;
        if (text[0] is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
            return text.Length is 4 or 5 && Utf8Values.TryBoolean(text, out _) ? TextKind.Boolean : TextKind.Other;
        var shape = NumberShape.Of(text);
        if (shape.IsCanonical)
            return shape is { Scale: 0, IsScientific: false } ? TextKind.Integer : TextKind.Number;
        if (text.Length < 10)
            return TextKind.Other;
        if (text[4] == '-')
            return CivilCalendar.TryIsoDate(text, out _) ? TextKind.Date
                : CivilCalendar.TryIsoTimestamp(text, zoned: false, out _) || CivilCalendar.TryIsoTimestamp(text, zoned: true, out _) ? TextKind.Timestamp : TextKind.Other;
        return DayOrMonth(text);
    }

    /// <summary>Two digits, a mark, two digits, the same mark, four digits, and perhaps a time of day.</summary>
    private static TextKind DayOrMonth(ReadOnlySpan<byte> text)
    {
        if (text[2] is not ((byte)'/' or (byte)'-' or (byte)'.') || text[5] != text[2] || (text.Length > 10 && text[10] != ' ')
            || !TryNumber(text[..2], out var first) || !TryNumber(text[3..5], out var second) || !TryNumber(text[6..10], out var year))
            return TextKind.Other;
        var isDayFirst = CivilCalendar.TryDays(year, second, first, out _);
        var isMonthFirst = CivilCalendar.TryDays(year, first, second, out _);
        return isDayFirst && isMonthFirst ? TextKind.DayOrMonthFirst : isDayFirst ? TextKind.DayFirst : isMonthFirst ? TextKind.MonthFirst : TextKind.Other;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if ((uint)(digit - '0') > 9)
                return false;
            number = (number * 10) + digit - '0';
        }
        return true;
    }
}

/// <summary>What a text reads like.</summary>
internal enum TextKind
{
    Other,
    Boolean,
    Integer,

    /// <summary>With decimals or an exponent.</summary>
    Number,

    /// <summary>ISO 8601.</summary>
    Date,

    /// <summary>ISO 8601, with or without a time zone.</summary>
    Timestamp,

    /// <summary>Such as 31/12/2024: proof that the day comes first.</summary>
    DayFirst,

    /// <summary>Such as 12/31/2024: proof that the month comes first.</summary>
    MonthFirst,

    /// <summary>Such as 01/02/2024.</summary>
    DayOrMonthFirst,
}
