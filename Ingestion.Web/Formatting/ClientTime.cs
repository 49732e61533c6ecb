using System.Globalization;

namespace Ingestion.Web.Formatting;

/// <summary>Times in the reader's own time zone.</summary>
public sealed record ClientTime(TimeZoneInfo Zone)
{
    /// <summary>Takes an IANA name as browsers give it; UTC when it isn't known here.</summary>
    public static ClientTime Of(string? zone) =>
        new(zone is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc);

    /// <summary>The time of day, with the date unless it is <paramref name="now"/>'s: <c>14:03:22</c>, <c>21 Nov 14:03</c>.</summary>
    public string Short(DateTimeOffset at, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var today = TimeZoneInfo.ConvertTime(now, Zone);
        var format = local.Date == today.Date ? "HH:mm:ss" : local.Year == today.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The time of day to the millisecond, for logs.</summary>
    public string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Everything, with the offset from UTC.</summary>
    public string Full(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("d MMMM yyyy HH:mm:ss 'UTC'zzz", CultureInfo.InvariantCulture);
}
