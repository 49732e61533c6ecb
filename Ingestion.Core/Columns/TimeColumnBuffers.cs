using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ingestion.Core.Records;

namespace Ingestion.Core.Columns;

/// <summary>DATE, in days since 1970-01-01.</summary>
internal sealed class DateColumnBuffer(ColumnSpec spec) : LongColumnBuffer(spec)
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private readonly DatePattern? _pattern = TimeText.Compile(spec);

    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteStringValue(TimeText.Date(Values[slot]));

    public override void Read(in ColumnCells cells, RowList misfits)
    {
        if (_pattern is null)
            Read(cells, misfits, default(IsoReader));
        else
            Read(cells, misfits, new PatternReader(_pattern));
    }

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, default(IsoReader));

    private readonly struct IsoReader : IValueReader<long>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out long value)
        {
            var fits = CivilCalendar.TryIsoDate(text, out var days);
            value = days;
            return fits;
        }

        public bool TryReadField(ref byte start, int length, out long value) => TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }

    private readonly struct PatternReader(DatePattern pattern) : IValueReader<long>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out long value)
        {
            var fits = pattern.TryParse(text, out var microseconds);
            value = microseconds / MicrosecondsPerDay - (microseconds % MicrosecondsPerDay < 0 ? 1 : 0);
            return fits;
        }

        public bool TryReadField(ref byte start, int length, out long value) => TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }
}

/// <summary>TIMESTAMP, in microseconds since 1970-01-01T00:00:00.</summary>
internal sealed class TimestampColumnBuffer(ColumnSpec spec) : LongColumnBuffer(spec)
{
    private readonly DatePattern? _pattern = TimeText.Compile(spec);

    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteStringValue(TimeText.Timestamp(Values[slot], Spec.IsUtc));

    public override void Read(in ColumnCells cells, RowList misfits)
    {
        if (_pattern is null)
            Read(cells, misfits, new IsoReader(Spec.IsUtc));
        else
            Read(cells, misfits, new PatternReader(_pattern));
    }

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, new IsoReader(Spec.IsUtc));

    private readonly struct IsoReader(bool isUtc) : IValueReader<long>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out long value) => CivilCalendar.TryIsoTimestamp(text, isUtc, out value);

        public bool TryReadField(ref byte start, int length, out long value) => TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }

    private readonly struct PatternReader(DatePattern pattern) : IValueReader<long>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out long value) => pattern.TryParse(text, out value);

        public bool TryReadField(ref byte start, int length, out long value) => TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }
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
