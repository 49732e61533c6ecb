namespace Ingestion.Data;

/// <summary>The stored form of a time: microseconds since 1970-01-01T00:00:00Z. The last decimal of .NET's 100 ns ticks is cut.</summary>
internal static class UnixMicroseconds
{
    public static long From(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long? From(DateTimeOffset? time) => time is { } value ? From(value) : null;

    public static DateTimeOffset To(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? To(long? microseconds) => microseconds is { } value ? To(value) : null;

    public static long Now(TimeProvider time) => From(time.GetUtcNow());
}
