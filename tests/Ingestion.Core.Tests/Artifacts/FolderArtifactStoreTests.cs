using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Tests.Artifacts;

public sealed class FolderArtifactStoreTests : ArtifactStoreTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-store-").FullName;

    protected override Task<IArtifactStore> OpenStoreAsync() => Task.FromResult<IArtifactStore>(new FolderArtifactStore(_folder, flushToDisk: false));

    protected override ValueTask CloseAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    [Fact]
    public async Task DeleteAbandoned_DeletesWhatWasNeverCommittedAndIsOld()
    {
        await using (var kept = await Store.CreateAsync("p/kept", Cancellation))
            await kept.CommitAsync(Cancellation);
        await using var old = await Store.CreateAsync("p/old", Cancellation);
        var file = Assert.Single(Directory.GetFiles(_folder, "old.*", SearchOption.AllDirectories));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-2));
        await using var young = await Store.CreateAsync("p/young", Cancellation);

        Assert.Equal(1, await Store.DeleteAbandonedAsync(DateTimeOffset.UtcNow.AddDays(-1), Cancellation));

        Assert.False(File.Exists(file));
        Assert.Single(Directory.GetFiles(_folder, "young.*", SearchOption.AllDirectories));
        Assert.Equal(["p/kept"], await Store.ListAsync("p/", Cancellation));
    }
}
