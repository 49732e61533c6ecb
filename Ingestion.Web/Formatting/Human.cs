using System.Globalization;
using Ingestion.Contracts;

namespace Ingestion.Web.Formatting;

/// <summary>Numbers, sizes and durations as people read them.</summary>
public static class Human
{
    private static readonly string[] Thousands = ["", " k", " M", " G"];
    private static readonly string[] ByteUnits = [" bytes", " kB", " MB", " GB", " TB"];

    /// <summary>All digits, in groups of three: <c>2,100,000</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 row</c>, <c>2,100 rows</c>.</summary>
    public static string Rows(long value) => value == 1 ? "1 row" : $"{Count(value)} rows";

    /// <summary><c>1.4 M rows/s</c>; a dash when it isn't known.</summary>
    public static string Rate(double? rowsPerSecond) =>
        rowsPerSecond is { } rate && double.IsFinite(rate) ? $"{Scale(rate, Thousands)} rows/s" : "–";

    /// <summary>Decimal units, as disks and networks are sold: <c>612 MB</c>.</summary>
    public static string Bytes(long value) => Scale(value, ByteUnits);

    /// <summary>A share of a whole, rounded down so that only all of it is 100%.</summary>
    public static string Percent(double share) =>
        Math.Floor(Math.Clamp(share, 0, 1) * 100).ToString("0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A part's share to a tenth; what is there but too small to show says so.</summary>
    public static string Share(long part, long whole)
    {
        if (whole <= 0 || part <= 0)
        {
            return "0%";
        }

        var percent = 100.0 * part / whole;
        return percent switch
        {
            < 0.1 => "<0.1%",
            >= 99.95 and < 100 => ">99.9%",
            _ => percent.ToString(part == whole ? "0" : "0.0", CultureInfo.InvariantCulture) + "%",
        };
    }

    /// <summary>The two leading units: <c>340 ms</c>, <c>2.1 s</c>, <c>1 min 05 s</c>, <c>2 h 07 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan value)
    {
        var seconds = Math.Max(0, value.TotalSeconds);
        return seconds switch
        {
            < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
            < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
            < 59.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
            < 3599.5 => Pair(Math.Round(seconds), 60, "min", "s"),
            < 86_370 => Pair(Math.Round(seconds / 60), 60, "h", "min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Round(seconds / 3600) / 24} d {(long)Math.Round(seconds / 3600) % 24} h"),
        };
    }

    /// <summary>The time a job is likely to need still; null when it isn't known.</summary>
    public static string? Remaining(double? seconds) => seconds switch
    {
        null or < 0 or double.NaN or double.PositiveInfinity => null,
        < 1 => "less than a second left",
        _ => $"about {Duration(TimeSpan.FromSeconds(Math.Ceiling(Math.Min(seconds.Value, 1e9))))} left".Replace(".0 s", " s", StringComparison.Ordinal),
    };

    /// <summary>How long a job has run or ran; null before it starts.</summary>
    public static TimeSpan? Elapsed(Job job, DateTimeOffset now) =>
        job.StartedAt is { } started ? (job.FinishedAt ?? now) - started : null;

    private static string Pair(double small, int factor, string large, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)small / factor} {large} {(long)small % factor:00} {unit}");

    private static string Scale(double value, string[] units)
    {
        var unit = 0;
        // 999.5 and more would be shown as 1000 of the smaller unit.
        while (Math.Abs(value) >= 999.5 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var format = unit > 0 && Math.Abs(value) < 99.95 ? "0.0" : "0";
        return value.ToString(format, CultureInfo.InvariantCulture) + units[unit];
    }
}
