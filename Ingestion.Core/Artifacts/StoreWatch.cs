namespace Ingestion.Core.Artifacts;

/// <summary>
/// Whether the store answers, for readiness: asked at most once in 5 s, and called down only when it has not answered for 15 s or never,
/// so that one lost request takes no host out of service.
/// </summary>
public sealed class StoreWatch(IArtifactStore store, TimeProvider time)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private DateTimeOffset _asked = DateTimeOffset.MinValue;
    private DateTimeOffset _answered = DateTimeOffset.MinValue;
    private string? _trouble;

    /// <summary>Why the store counts as down; null when it does not.</summary>
    public async ValueTask<string?> WhyDownAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (now - _asked < AskEvery)
                return Answer(now);
            _asked = now;
        }
        string? trouble = null;
        try
        {
            await store.PingAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            trouble = exception.Message;
        }
        lock (_gate)
        {
            _trouble = trouble;
            if (trouble is null)
                _answered = now;
            return Answer(now);
        }
    }

    private string? Answer(DateTimeOffset now) => now - _answered > Patience ? _trouble : null;
}
