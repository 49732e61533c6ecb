using Ingestion.Core.Columns;

namespace Ingestion.Core.Xlsx;

/// <summary>Writes the dates of cells of type <c>d</c>, which are in ISO 8601 already, in the one form that times have here.</summary>
internal static class IsoTime
{
    /// <summary>The longest text written.</summary>
    public const int MostBytes = 40;

    /// <summary>Writes a date, a timestamp or a time of day; 0 when the text is none.</summary>
    public static int Write(ReadOnlySpan<byte> text, NumberFormat format, Span<byte> to)
    {
        if (text.Length is 0 or > MostBytes)
            return 0;
        // Neither Excel nor its users know time zones: the Z that some writers add means nothing.
        if (text[^1] == 'Z')
            text = text[..^1].TrimEnd((byte)' ');
        if (CivilCalendar.TryIsoDate(text, out _))
            return Copy(text, to);
        if (CivilCalendar.TryIsoTimestamp(text, zoned: false, out var microseconds))
            return format == NumberFormat.Date && microseconds % 86_400_000_000 == 0 ? Copy(text[..10], to) : Copy(WithSeconds(text, to), to);
        var time = !text.IsEmpty && text[0] == 'T' ? text[1..] : text;
        // A time of day is the end of a timestamp.
        Span<byte> whole = stackalloc byte[MostBytes + 11];
        "1970-01-01T"u8.CopyTo(whole);
        time.CopyTo(whole[11..]);
        return CivilCalendar.TryIsoTimestamp(whole[..(11 + time.Length)], zoned: false, out _) ? Copy(WithSeconds(whole[..(11 + time.Length)], whole)[11..], to) : 0;
    }

    /// <summary>A timestamp with <c>T</c>, with its seconds, and without zeros that end its fraction.</summary>
    private static ReadOnlySpan<byte> WithSeconds(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        to[10] = (byte)'T';
        if (text.Length == 16)
        {
            ":00"u8.CopyTo(to[16..]);
            return to[..19];
        }
        var length = text.Length;
        if (text.Length > 19)
        {
            while (to[length - 1] == '0')
                length--;
            if (to[length - 1] == '.')
                length--;
        }
        return to[..length];
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        return text.Length;
    }
}
