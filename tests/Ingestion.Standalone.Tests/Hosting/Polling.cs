namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>Asks another process again and again, until a deadline.</summary>
internal static class Polling
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(2);

    // Each question costs the server milliseconds of the cores that its work needs.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first answer that is not null.</summary>
    /// <exception cref="TimeoutException">There was none before the deadline.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? deadline = null) where T : class
    {
        var end = TimeProvider.System.GetTimestamp() + (long)((deadline ?? DefaultDeadline).TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (TimeProvider.System.GetTimestamp() < end)
        {
            if (await ask() is { } answer)
                return answer;
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"Waited in vain for {what}.");
    }

    /// <summary>A client's own rhythm, and what it waits when a server says when to ask again.</summary>
    public static Task PauseAsync(TimeSpan pause) => Task.Delay(pause, TestContext.Current.CancellationToken);

    /// <summary>Lets a fault last that is defined by how long it does, such as a server that is away for 20 seconds.</summary>
    public static Task LastAsync(TimeSpan fault) => Task.Delay(fault, TestContext.Current.CancellationToken);
}
