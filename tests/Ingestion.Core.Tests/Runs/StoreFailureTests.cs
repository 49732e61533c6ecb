using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Tests.Runs;

public sealed class StoreFailureTests
{
    [Theory]
    [InlineData("parts/")]
    [InlineData("rejects/")]
    [InlineData("keys/")]
    [InlineData("profiles/")]
    public async Task LocalRun_StoreThatCannotTakeABlock_FailsWithWhatItSaid(string folder)
    {
        var store = new MemoryArtifactStore { ["raw"] = System.Text.Encoding.UTF8.GetBytes("id,name\n1,a\n2,\n" + string.Concat(Enumerable.Range(3, 100).Select(i => $"{i},c\n"))) };
        var recipe = new Recipe { Rules = [new("named", RuleType.NotNull, "name"), Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["id"],"keep":"FIRST"}""")] };
        var run = new LocalRun(new UntilWritten(store, "job/" + folder), new EngineOptions { ChunkBytes = 64 });

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            run.RunAsync(JobId.New(), new JobKeys("job/"), "raw", recipe, workers: 1, TestContext.Current.CancellationToken));

        Assert.Equal("out of reach", error.Message);
        Assert.DoesNotContain(await store.ListAsync("job/", TestContext.Current.CancellationToken), key => key.StartsWith("job/" + folder, StringComparison.Ordinal) || key.EndsWith("manifest.json", StringComparison.Ordinal));
    }

    /// <summary>Goes away while objects below a prefix are written.</summary>
    private sealed class UntilWritten(MemoryArtifactStore inner, string prefix) : IArtifactStore
    {
        public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default) =>
            key.StartsWith(prefix, StringComparison.Ordinal) ? new(new Writer()) : inner.CreateAsync(key, cancellationToken);

        public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) => inner.OpenAsync(key, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

        public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default) => inner.DeleteAsync(keyOrPrefix, cancellationToken);

        private sealed class Writer : ArtifactWriter
        {
            public override Stream Stream { get; } = new BrokenStream();

            public override ValueTask CommitAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException("It was never written.");

            public override ValueTask DisposeAsync() => default;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new StoreUnavailableException("out of reach");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new StoreUnavailableException("out of reach");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new StoreUnavailableException("out of reach");
    }
}
