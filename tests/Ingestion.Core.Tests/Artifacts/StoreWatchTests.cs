using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Tests.Artifacts;

public sealed class StoreWatchTests
{
    private readonly ManualClock _clock = new();
    private readonly Stub _store = new();
    private readonly StoreWatch _watch;

    public StoreWatchTests() => _watch = new StoreWatch(_store, _clock);

    [Fact]
    public async Task Store_ThatNeverAnswered_IsDownAtOnce()
    {
        _store.Trouble = new StoreUnavailableException("gone");
        Assert.Equal("gone", await AskAfterAsync(0));
        _store.Trouble = null;
        Assert.Null(await AskAfterAsync(5));
    }

    [Fact]
    public async Task Store_ThatMissesAnAnswer_IsDownOnlyWhenThatLasts()
    {
        Assert.Null(await AskAfterAsync(0));
        _store.Trouble = new UnauthorizedAccessException("refused");
        Assert.Null(await AskAfterAsync(5));
        Assert.Null(await AskAfterAsync(10));
        Assert.Equal("refused", await AskAfterAsync(5));
        _store.Trouble = null;
        Assert.Null(await AskAfterAsync(5));
    }

    [Fact]
    public async Task Store_AskedOften_IsAskedOnceInFiveSeconds()
    {
        for (var second = 0; second < 20; second++)
            await AskAfterAsync(1);
        Assert.Equal(4, _store.Asked);
    }

    private ValueTask<string?> AskAfterAsync(int seconds)
    {
        _clock.Now += TimeSpan.FromSeconds(seconds);
        return _watch.WhyDownAsync(TestContext.Current.CancellationToken);
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Stub : IArtifactStore
    {
        public Exception? Trouble { get; set; }

        public int Asked { get; private set; }

        public ValueTask PingAsync(CancellationToken cancellationToken = default)
        {
            Asked++;
            return Trouble is null ? default : ValueTask.FromException(Trouble);
        }

        public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
