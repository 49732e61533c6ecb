using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Cluster.Tests.Servers;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Cluster.Tests;

/// <summary>A cluster whose hosts share no folder: everything is in an object store.</summary>
public sealed class BlobStoreTests(BlobStoreTests.OnObjects objects, ITestOutputHelper output) : IClassFixture<BlobStoreTests.OnObjects>
{
    private const int Silos = 2;
    private readonly Hosts.Cluster _cluster = objects.Cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Silo_Killed_TheOthersEndTheJob() => SurvivesAsync(() => _cluster.Silos[0].KillAsync());

    [Fact]
    public Task Store_Restarted_TheJobGoesOn() => SurvivesAsync(async () =>
    {
        await _cluster.Objects!.StopAsync();
        await _cluster.Objects.StartAsync();
    });

    [Fact]
    public async Task Upload_WithoutTheStore_IsUnavailableAndLeavesNothing()
    {
        await ReadyAsync();
        var project = await _cluster.Api.CreateProjectAsync();
        await _cluster.Objects!.StopAsync();
        try
        {
            var answer = await _cluster.Api.UploadAsync(project, "orders.csv", "a,b\n1,2\n");
            Assert.Equal((503, "unavailable"), ((int)answer.Status, answer.ProblemType));
        }
        finally
        {
            await _cluster.Objects.StartAsync();
        }
        Assert.Equal(0, await _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_artifacts WHERE project_id = @project", ("@project", project.ToString())));
        Assert.Empty(await new BlobArtifactStore(_cluster.Objects.ConnectionString).ListAsync($"{project}/", Cancellation));
        var again = await _cluster.Api.UploadAsync(project, "orders.csv", "a,b\n1,2\n");
        Assert.Equal((200, JobStatus.Completed), ((int)again.Status, again.Job.Status));
    }

    [Fact]
    public async Task Hosts_WithoutTheStore_AreAliveAndNotReady()
    {
        await ReadyAsync();
        Uri[] hosts = [_cluster.ApiHost.Address, .. _cluster.Silos.Select(silo => silo.Address)];
        using var http = new HttpClient();
        await Task.WhenAll(hosts.Select(host => UntilAsync(host, 200)));

        await _cluster.Objects!.StopAsync();
        await Task.WhenAll(hosts.Select(host => UntilAsync(host, 503)));
        foreach (var host in hosts)
            Assert.Equal(200, (int)(await http.GetAsync(new Uri(host, "/alive"), Cancellation)).StatusCode);

        await _cluster.Objects.StartAsync();
        await Task.WhenAll(hosts.Select(host => UntilAsync(host, 200)));

        Task UntilAsync(Uri host, int status) => Polling.UntilAsync($"{host} to answer {status}", async () =>
            (int)(await http.GetAsync(new Uri(host, "/health"), Cancellation)).StatusCode == status ? "it does" : null);
    }

    private async Task SurvivesAsync(Func<Task> disturb)
    {
        await ReadyAsync();
        var expected = await objects.UndisturbedAsync();
        var project = await _cluster.Api.CreateProjectAsync();
        var id = (await _cluster.Api.UploadLargeAsync(project, objects.File.Path, LargeOrders.Recipe("FIRST"))).Id;
        var before = await _cluster.Api.WaitForJobAsync(id, job => job.RowsRead > LargeOrders.Read / 10);
        Assert.False(before.Status.IsFinal());

        await disturb();

        var outcome = await Ended.OfAsync(_cluster.Api, id);
        foreach (var entry in await _cluster.Api.LogOfAsync(id))
            output.WriteLine($"{entry.At:HH:mm:ss} {entry.Message}");
        Assert.Equal(1, outcome.Job.Attempt);
        Assert.Equal(expected.Counts, outcome.Counts);
        Assert.True(expected.Result.AsSpan().SequenceEqual(outcome.Result), "The results differ.");
        Assert.True(expected.Rejects.AsSpan().SequenceEqual(outcome.Rejects), "The rejects differ.");
        Assert.True(await _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_chunks WHERE job_id = @job", ("@job", id.ToString())) > 100);
        Assert.False(Directory.Exists(_cluster.ArtifactFolder));
    }

    private async Task ReadyAsync()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Needs);
        await _cluster.EnsureSilosAsync(Silos);
    }

    internal sealed record Ended(Job Job, byte[] Result, byte[] Rejects)
    {
        public RowCounts Counts => new(Job.RowsRead, Job.RowsClean, Job.RowsRejected, Job.RowsDuplicate, Job.RowsUnreadable);

        public static async Task<Ended> OfAsync(ApiClient api, JobId id)
        {
            var job = await api.WaitForEndAsync(id);
            Assert.Equal((JobStatus.Completed, null), (job.Status, job.Error));
            return new(job, await api.DownloadAsync($"/ingestion/jobs/{id}/result?format=csv"), await api.DownloadAsync($"/ingestion/jobs/{id}/rejects"));
        }
    }

    /// <summary>The cluster, the file and what becomes of it when nothing happens.</summary>
    public sealed class OnObjects(Expected expected) : IAsyncLifetime
    {
        private Ended? _undisturbed;

        public Hosts.Cluster Cluster { get; } = new(hasObjectStore: true);

        internal LargeOrders File => expected.File;

        public ValueTask InitializeAsync() => Cluster.InitializeAsync();

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();

        internal async Task<Ended> UndisturbedAsync()
        {
            if (_undisturbed is not null)
                return _undisturbed;
            var job = await Cluster.Api.UploadLargeAsync(await Cluster.Api.CreateProjectAsync(), File.Path, LargeOrders.Recipe("FIRST"));
            var outcome = await Ended.OfAsync(Cluster.Api, job.Id);
            Assert.Equal(new RowCounts(LargeOrders.Read, File.Clean, File.Rejected, File.Duplicate, File.Unreadable), outcome.Counts);
            return _undisturbed = outcome;
        }
    }
}
