using System.Globalization;
using System.Text.Json;

namespace Ingestion.Core.Columns;

/// <summary>DATE, in days since 1970-01-01.</summary>
internal sealed class DateColumnBuffer(ColumnSpec spec) : LongColumnBuffer<int>(spec)
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private readonly DatePattern? _pattern = TimeText.Compile(spec);

    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteStringValue(TimeText.Date(Values[slot]));

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text)
    {
        if (_pattern is null)
        {
            var fits = CivilCalendar.TryIsoDate(text, out var days);
            Values[slot] = days;
            return fits;
        }
        var parsed = _pattern.TryParse(text, out var microseconds);
        Values[slot] = microseconds / MicrosecondsPerDay - (microseconds % MicrosecondsPerDay < 0 ? 1 : 0);
        return parsed;
    }

    protected override int ToPhysical(long value) => (int)value;
}

/// <summary>TIMESTAMP, in microseconds since 1970-01-01T00:00:00.</summary>
internal sealed class TimestampColumnBuffer(ColumnSpec spec) : LongColumnBuffer<long>(spec)
{
    private readonly DatePattern? _pattern = TimeText.Compile(spec);

    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteStringValue(TimeText.Timestamp(Values[slot], Spec.IsUtc));

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text) => _pattern is null
        ? CivilCalendar.TryIsoTimestamp(text, Spec.IsUtc, out Values[slot])
        : _pattern.TryParse(text, out Values[slot]);

    protected override long ToPhysical(long value) => value;
}

/// <summary>Dates and timestamps as ISO 8601 text.</summary>
internal static class TimeText
{
    /// <summary>The pattern of a column; null for ISO 8601.</summary>
    public static DatePattern? Compile(ColumnSpec spec)
    {
        if (spec.Pattern is null)
            return null;
        return DatePattern.TryCreate(spec.Pattern, out var pattern, out var problem)
            ? pattern
            : throw new ArgumentException($"The pattern '{spec.Pattern}' of column '{spec.Name}': {problem}.", nameof(spec));
    }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public static string Date(long days) =>
        DateTime.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>yyyy-MM-ddTHH:mm:ss[.ffffff]</c>, with <c>Z</c> for UTC.</summary>
    public static string Timestamp(long microseconds, bool isUtc)
    {
        var time = DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        var format = microseconds % 1_000_000 == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff";
        return time.ToString(format, CultureInfo.InvariantCulture) + (isUtc ? "Z" : "");
    }
}
