using Ingestion.Cluster.Tests.Servers;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>The main job with every byte in an object store, next to the same job on a folder.</summary>
public sealed class BlobStoreTests(SharedOrders shared, ITestOutputHelper output) : IDisposable
{
    private static readonly (string, string) SmallChunks = ("Engine__ChunkBytes", "2097152");
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-azurite-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Job_OnAnObjectStore_WritesTheBytesThatItWritesIntoAFolder()
    {
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Needs);
        await using var server = await Azurite.StartAsync(_folder);
        var orders = shared.File;
        using var folder = new DataFolder();
        using var other = new DataFolder();

        var onFolder = await RunAsync(orders, folder);
        var onObjects = await RunAsync(orders, other, ("ConnectionStrings__artifacts", server.ConnectionString), ("ARTIFACT_CONTAINER", "orders"));

        Assert.Equal(onFolder.Counts, onObjects.Counts);
        Assert.True(onFolder.Result.AsSpan().SequenceEqual(onObjects.Result), "The results differ.");
        Assert.True(onFolder.Rejects.AsSpan().SequenceEqual(onObjects.Rejects), "The rejects differ.");
        var files = await ObjectsOfAsync(new FolderArtifactStore(Path.Combine(folder.Path, "artifacts")), onFolder);
        var objects = await ObjectsOfAsync(new BlobArtifactStore(server.ConnectionString, "orders"), onObjects);
        Assert.Equal(files.Keys.Order(), objects.Keys.Order());
        Assert.True(files.Keys.Count(name => name.StartsWith("parts/", StringComparison.Ordinal)) > 10);
        Assert.All(files.Where(file => file.Key != "manifest.json"), file => Assert.True(file.Value.AsSpan().SequenceEqual(objects[file.Key]), $"{file.Key} differs."));
        Assert.False(Directory.Exists(Path.Combine(other.Path, "artifacts")));
    }

    private async Task<Run> RunAsync(LargeOrders orders, DataFolder folder, params (string, string)[] settings)
    {
        await using var process = await StandaloneProcess.StartAsync(folder.Path, [SmallChunks, .. settings]);
        using var api = await ApiClient.SignInAsync(process.Address);
        var project = await api.CreateProjectAsync();
        var started = TimeProvider.System.GetTimestamp();
        var id = (await api.UploadLargeAsync(project, orders.Path, LargeOrders.Recipe("FIRST"))).Id;
        output.WriteLine($"uploaded after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
        var job = await api.WaitForEndAsync(id);
        output.WriteLine($"done after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
        Assert.Equal((JobStatus.Completed, JobMode.Async, null), (job.Status, job.Mode, job.Error));
        Assert.Equal((LargeOrders.Read, orders.Clean, orders.Rejected, orders.Duplicate, orders.Unreadable), (job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        var file = await File.ReadAllBytesAsync(orders.Path, Cancellation);
        var original = await api.DownloadAsync($"/ingestion/artifacts/{job.ArtifactId}/raw");
        Assert.True(file.AsSpan().SequenceEqual(original), "The original differs.");
        return new Run(
            job, await api.DownloadAsync($"/ingestion/jobs/{id}/result?format=parquet"), await api.DownloadAsync($"/ingestion/jobs/{id}/rejects"));
    }

    /// <summary>All objects of the job, by their names below its folder.</summary>
    private static async Task<Dictionary<string, byte[]>> ObjectsOfAsync(IArtifactStore store, Run run)
    {
        var prefix = ArtifactKeys.JobFolder(run.Job.ProjectId, run.Job.Id);
        var objects = new Dictionary<string, byte[]>();
        foreach (var key in await store.ListAsync(prefix, Cancellation))
        {
            using var reader = (await store.OpenAsync(key, Cancellation))!;
            var bytes = new byte[reader.LengthBytes];
            Assert.Equal(bytes.Length, reader.ReadFully(0, bytes));
            objects[key[prefix.Length..]] = bytes;
        }
        // The plan names the raw artifact, whose id is another one each time.
        objects.Remove("plan.json");
        return objects;
    }

    private sealed record Run(Job Job, byte[] Result, byte[] Rejects)
    {
        public RowCounts Counts => new(Job.RowsRead, Job.RowsClean, Job.RowsRejected, Job.RowsDuplicate, Job.RowsUnreadable);
    }
}
