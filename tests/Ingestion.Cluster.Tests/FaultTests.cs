using System.Diagnostics;
using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Cluster.Tests;

/// <summary>
/// What a cluster has to survive, with real processes: whatever happens in the middle of a job, it ends with the result of an undisturbed
/// run, the account balances and no chunk is recorded twice.
/// </summary>
public sealed partial class FaultTests(FaultTests.Undisturbed undisturbed, ITestOutputHelper output) : IClassFixture<FaultTests.Undisturbed>
{
    private const int Silos = 2;

    // A quiet machine takes 2 to 5 s, which is printed; one that runs other tests too must not be called broken.
    private static readonly TimeSpan CrashDeadline = TimeSpan.FromSeconds(20);
    private readonly Hosts.Cluster _cluster = undisturbed.Cluster;

    [Fact]
    public Task Silo_Killed_TheOthersGoOn() => SurvivesAsync("FIRST", () => _cluster.Silos[0].KillAsync(), within: CrashDeadline);

    [Fact]
    public Task OtherSilo_Killed_TheOthersGoOn() => SurvivesAsync("LAST", () => _cluster.Silos[1].KillAsync(), within: CrashDeadline);

    [Fact]
    public Task Silo_Terminated_Drains() => SurvivesAsync("FIRST", async () => Assert.Equal(0, await _cluster.Silos[0].TerminateAsync()));

    [Fact]
    public Task Silo_Hanging_IsGivenUpAndEndsItself() => SurvivesAsync("FIRST", async () =>
    {
        var hanging = _cluster.Silos[0];
        await hanging.FreezeAsync();
        await Polling.LastAsync(TimeSpan.FromSeconds(30));
        await hanging.ThawAsync();
        // It learns that the others count it as dead, and ends itself: a service manager starts it anew.
        await hanging.EndAsync();
    });

    [Fact]
    public Task Redis_Restarted_NothingIsLost() => SurvivesAsync("FIRST", async () =>
    {
        await _cluster.Redis.StopAsync();
        await _cluster.Redis.StartAsync();
    });

    [Fact]
    public Task Database_Restarted_NothingIsLost() => SurvivesAsync("LAST", async () =>
    {
        await _cluster.Database.StopAsync();
        await _cluster.Database.StartAsync();
    });

    [Fact]
    public Task Database_DownFor20Seconds_NothingIsLost() => SurvivesAsync("FIRST", async () =>
    {
        await _cluster.Database.StopAsync();
        await Polling.LastAsync(TimeSpan.FromSeconds(20));
        await _cluster.Database.StartAsync();
    });

    [Fact]
    public async Task TwoOfThreeSilos_Killed_TheThirdEndsTheJob()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        await _cluster.EnsureSilosAsync(3);
        await SurvivesAsync("LAST", () => Task.WhenAll(_cluster.Silos[0].KillAsync(), _cluster.Silos[1].KillAsync()), silos: 3);
    }

    [Fact]
    public Task Api_Killed_TheJobGoesOn() => SurvivesAsync("FIRST", _cluster.ReplaceApiAsync);

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

    private async Task SurvivesAsync(string keep, Func<Task> disturb, TimeSpan? within = null, int silos = Silos)
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        await _cluster.EnsureSilosAsync(silos);
        var expected = await undisturbed.OfAsync(keep);
        var project = await _cluster.Api.CreateProjectAsync();
        var id = (await _cluster.Api.UploadLargeAsync(project, undisturbed.File.Path, LargeOrders.Recipe(keep))).Id;
        var before = await _cluster.Api.WaitForJobAsync(id, job => job.RowsRead > LargeOrders.Read / 10);
        Assert.False(before.Status.IsFinal());

        var clock = Stopwatch.StartNew();
        await disturb();
        var disturbed = clock.Elapsed;
        var goneOn = await GoneOnAsync(id, before.RowsRead, clock);
        var outcome = await Outcome.OfAsync(_cluster.Api, id);
        output.WriteLine($"disturbed for {disturbed.TotalSeconds:F1} s, went on after {goneOn.TotalSeconds:F1} s, ended after {clock.Elapsed.TotalSeconds:F1} s");

        Assert.Equal((JobStatus.Completed, 1, null), (outcome.Job.Status, outcome.Job.Attempt, outcome.Job.Error));
        Assert.Equal(expected.Counts, outcome.Counts);
        Assert.Equal(expected.Job.Violations.OrderBy(count => count.RuleId), outcome.Job.Violations.OrderBy(count => count.RuleId));
        Assert.True(expected.Result.AsSpan().SequenceEqual(outcome.Result), "The results differ.");
        Assert.True(expected.Rejects.AsSpan().SequenceEqual(outcome.Rejects), "The rejects differ.");
        var chunks = await _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_chunks WHERE job_id = @job", ("@job", id.ToString()));
        var distinct = await _cluster.CountAsync("SELECT COUNT(DISTINCT chunk_index) FROM ingestion_chunks WHERE job_id = @job", ("@job", id.ToString()));
        Assert.Equal((distinct, true), (chunks, chunks > 100));
        if (within is { } limit)
            Assert.InRange(goneOn, TimeSpan.Zero, limit);
    }

    private async Task<TimeSpan> GoneOnAsync(JobId id, long rowsBefore, Stopwatch clock)
    {
        try
        {
            var last = await JobAsync(id, job => true);
            await JobAsync(id, job => job.RowsRead > Math.Max(last.RowsRead, rowsBefore) || job.Status.IsFinal());
            var goneOn = clock.Elapsed;
            var ended = await JobAsync(id, job => job.Status.IsFinal());
            if (ended.Status != JobStatus.Completed)
                await WriteLogsAsync(id);
            return goneOn;
        }
        catch (TimeoutException)
        {
            await WriteLogsAsync(id);
            throw;
        }
    }

    /// <summary>What a failed test is understood by.</summary>
    private async Task WriteLogsAsync(JobId id)
    {
        output.WriteLine($"{await _cluster.Api.GetJobAsync(id)}");
        foreach (var line in _cluster.Silos.Append(_cluster.ApiHost).SelectMany((host, index) => host.Output.Select(line => $"host {index}: {line}")))
            output.WriteLine(line);
        foreach (var entry in await _cluster.Api.LogOfAsync(id))
            output.WriteLine($"{entry.At:HH:mm:ss} {entry.Message}");
    }

    /// <summary>Asks until a job is as wanted. A server that is just coming back may refuse; whoever asks, asks again.</summary>
    private Task<Job> JobAsync(JobId id, Func<Job, bool> condition) => Polling.UntilAsync($"job {id}", async () =>
    {
        var answer = await _cluster.Api.GetAsync($"/ingestion/jobs/{id}");
        return (int)answer.Status < 500 && answer.Read<Job>() is var job && condition(job) ? job : null;
    });

    /// <summary>The cluster, the file and what becomes of it when nothing happens.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        private readonly Dictionary<string, Outcome> _outcomes = [];

        public Hosts.Cluster Cluster { get; } = new();

        internal LargeOrders File { get; } = new();

        public ValueTask InitializeAsync() => Cluster.InitializeAsync();

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            File.Dispose();
        }

        internal async Task<Outcome> OfAsync(string keep)
        {
            if (_outcomes.TryGetValue(keep, out var known))
                return known;
            var job = await Cluster.Api.UploadLargeAsync(await Cluster.Api.CreateProjectAsync(), File.Path, LargeOrders.Recipe(keep));
            var outcome = await Outcome.OfAsync(Cluster.Api, job.Id);
            Assert.Equal((JobStatus.Completed, null), (outcome.Job.Status, outcome.Job.Error));
            Assert.Equal(new RowCounts(LargeOrders.Read, File.Clean, File.Rejected, File.Duplicate, File.Unreadable), outcome.Counts);
            return _outcomes[keep] = outcome;
        }
    }

    /// <summary>What became of a job.</summary>
    internal sealed record Outcome(Job Job, byte[] Result, byte[] Rejects)
    {
        public RowCounts Counts => new(Job.RowsRead, Job.RowsClean, Job.RowsRejected, Job.RowsDuplicate, Job.RowsUnreadable);

        public static async Task<Outcome> OfAsync(ApiClient api, JobId id)
        {
            var job = await api.WaitForEndAsync(id);
            return job.Status == JobStatus.Completed
                ? new Outcome(job, await api.DownloadAsync($"/ingestion/jobs/{id}/result?format=csv"), await api.DownloadAsync($"/ingestion/jobs/{id}/rejects"))
                : new Outcome(job, [], []);
        }
    }
}
