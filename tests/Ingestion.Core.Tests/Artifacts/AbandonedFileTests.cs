using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Tests.Artifacts;

public sealed class AbandonedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task DeleteAbandoned_DeletesWhatWasNeverCommittedAndIsOld()
    {
        var store = new FolderArtifactStore(_folder, flushToDisk: false);
        var cancellation = TestContext.Current.CancellationToken;
        await using (var kept = await store.CreateAsync("p/kept", cancellation))
            await kept.CommitAsync(cancellation);
        await using var old = await store.CreateAsync("p/old", cancellation);
        var file = Assert.Single(Directory.GetFiles(_folder, "old.*", SearchOption.AllDirectories));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        await using var young = await store.CreateAsync("p/young", cancellation);

        Assert.Equal(1, await store.DeleteAbandonedAsync(DateTimeOffset.UtcNow.AddDays(-1), cancellation));

        Assert.False(File.Exists(file));
        Assert.Single(Directory.GetFiles(_folder, "young.*", SearchOption.AllDirectories));
        Assert.Equal(["p/kept"], await store.ListAsync("p/", cancellation));
    }
}
