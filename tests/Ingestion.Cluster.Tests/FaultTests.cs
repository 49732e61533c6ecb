using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Cluster.Tests;

/// <summary>
/// What a cluster has to survive of what it stands on, with real processes: whatever happens in the middle of a job, it ends with the result
/// of an undisturbed run, the account balances and no chunk is recorded twice.
/// </summary>
[Collection<DisturbedServers>]
public sealed partial class FaultTests(Undisturbed undisturbed, ITestOutputHelper output)
{
    private const int Silos = 2;
    private readonly Hosts.Cluster _cluster = undisturbed.Cluster;

    [Fact]
    public Task Redis_Restarted_NothingIsLost() => SurvivesAsync("FIRST", async _ =>
    {
        await _cluster.Redis.StopAsync();
        await _cluster.Redis.StartAsync();
    });

    [Fact]
    public Task Database_Restarted_NothingIsLost() => SurvivesAsync("LAST", async _ =>
    {
        await _cluster.Database.StopAsync();
        await _cluster.Database.StartAsync();
    });

    [Fact]
    public Task Database_DownFor20Seconds_NothingIsLost() => SurvivesAsync("FIRST", async _ =>
    {
        await _cluster.Database.StopAsync();
        await Polling.LastAsync(TimeSpan.FromSeconds(20));
        await _cluster.Database.StartAsync();
    });

    [Fact]
    public Task Api_Killed_TheJobGoesOn() => SurvivesAsync("FIRST", _ => _cluster.ReplaceApiAsync());

    [Fact]
    public async Task Hosts_WithoutTheDatabase_AreAliveAndNotReady()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        await _cluster.EnsureSilosAsync(Silos);
        Uri[] hosts = [_cluster.ApiHost.Address, .. _cluster.Silos.Select(silo => silo.Address)];
        using var http = new HttpClient();
        await Task.WhenAll(hosts.Select(host => UntilAsync(host, 200)));

        await _cluster.Database.StopAsync();
        await Task.WhenAll(hosts.Select(host => UntilAsync(host, 503)));
        foreach (var host in hosts)
            Assert.Equal(200, (int)(await http.GetAsync(new Uri(host, "/alive"), TestContext.Current.CancellationToken)).StatusCode);

        await _cluster.Database.StartAsync();
        await Task.WhenAll(hosts.Select(host => UntilAsync(host, 200)));

        Task UntilAsync(Uri host, int status) => Polling.UntilAsync($"{host} to answer {status}", async () =>
            (int)(await http.GetAsync(new Uri(host, "/health"), TestContext.Current.CancellationToken)).StatusCode == status ? "it does" : null);
    }

    [Fact]
    public async Task Api_KilledDuringAnUpload_LeavesNothingAndTakesItAgain()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        await _cluster.EnsureSilosAsync(Silos);
        var project = await _cluster.Api.CreateProjectAsync();
        var folder = Path.Combine(_cluster.ArtifactFolder, project.ToString());
        var upload = _cluster.Api.UploadAsync(project, "orders.csv", new EndlessFile());
        await Polling.UntilAsync("the upload to be written", () => Task.FromResult(
            Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories).FirstOrDefault() : null));

        await _cluster.ReplaceApiAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => upload);
        Assert.Equal(0, await _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_artifacts WHERE project_id = @project", ("@project", project.ToString())));
        Assert.Equal(0, await _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_jobs WHERE project_id = @project", ("@project", project.ToString())));
        Assert.All(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), path => Assert.EndsWith(".tmp", path, StringComparison.Ordinal));
        var again = await _cluster.Api.UploadAsync(project, "orders.csv", "a,b\n1,2\n");
        Assert.Equal((200, JobStatus.Completed), ((int)again.Status, again.Job.Status));
    }

    private Task SurvivesAsync(string keep, Func<DisturbedJob, Task> disturb) => DisturbedJob.SurvivesAsync(undisturbed, keep, disturb, Silos, output);
}
