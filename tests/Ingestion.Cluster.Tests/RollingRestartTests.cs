using System.Diagnostics;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Cluster.Tests.Load;

namespace Ingestion.Cluster.Tests;

/// <summary>
/// The system is used while its processes are replaced: no job fails, no account is out of balance, and no client hears anything but an
/// answer or "later". A job is begun once, however often its client had to ask.
/// </summary>
[Collection<OperatedCluster>]
public sealed class RollingRestartTests(Undisturbed undisturbed, ITestOutputHelper output)
{
    private const int Silos = 3;
    private readonly Hosts.Cluster _cluster = undisturbed.Cluster;

    [Fact]
    public Task EverySiloAndTheApi_RestartedOneByOneUnderLoad_NothingFails() => StaysInUseAsync(async load =>
    {
        for (var silo = 0; silo < Silos; silo++)
        {
            Assert.Equal(0, await _cluster.RestartSiloAsync(silo));
            await load.GoesOnAsync(jobs: 5);
        }
        Assert.Equal(0, await _cluster.RestartApiAsync());
    });

    [Fact]
    public Task Silo_KilledUnderLoad_NothingFails() => StaysInUseAsync(async load =>
    {
        await _cluster.Silos[0].KillAsync();
        await load.GoesOnAsync(jobs: 5);
        await _cluster.EnsureSilosAsync(Silos);
    });

    private async Task StaysInUseAsync(Func<MixedLoad, Task> replace)
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        await _cluster.EnsureSilosAsync(Silos);
        var load = await MixedLoad.BeginAsync(undisturbed);
        await load.GoesOnAsync(jobs: 5);

        var clock = Stopwatch.StartNew();
        await replace(load);
        await load.GoesOnAsync(jobs: 5);
        var replaced = clock.Elapsed;
        await load.EndAsync();
        output.WriteLine($"replaced within {replaced.TotalSeconds:F1} s, all ended after {clock.Elapsed.TotalSeconds:F1} s: {load}");

        // Whatever was sent again: one file and one job for each.
        Assert.Equal(load.Accepted, await CountAsync("ingestion_artifacts"));
        Assert.Equal(load.Accepted, await CountAsync("ingestion_jobs"));
        Assert.Equal(load.Accepted, await CountAsync("ingestion_jobs", "status = 'COMPLETED' AND rows_read = rows_clean + rows_rejected + rows_duplicate + rows_unreadable"));

        Task<long> CountAsync(string table, string which = "1 = 1") => _cluster.CountAsync(
            $"SELECT COUNT(*) FROM {table} WHERE project_id = @project AND {which}", ("@project", load.Project.ToString()));
    }
}
