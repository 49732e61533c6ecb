using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Contracts;

namespace Ingestion.Cluster.Tests;

/// <summary>Hosts of two versions beside each other, as far as the database is concerned: a newer one has migrated it, and today's go on.</summary>
public sealed class VersionTests : IAsyncDisposable
{
    private const string Migrated = "The schema of the MySql database is up to date now.";
    private const string Newer = "The database's schema is of version 999, and this program knows ";
    private readonly Hosts.Cluster _cluster = new();

    private IEnumerable<Host> AllHosts => _cluster.Silos.Append(_cluster.ApiHost);

    [Fact]
    public async Task HostsAtOnce_OnAnEmptyDatabase_OneMigratesIt_AndALaterVersionOfItServesThemToo()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        await _cluster.StartServersAsync();
        await _cluster.StartHostsAsync();
        foreach (var host in AllHosts)
            await host.HealthyAsync();
        Assert.Single(AllHosts.SelectMany(host => host.Output), line => line.Contains(Migrated, StringComparison.Ordinal));
        Assert.DoesNotContain(AllHosts.SelectMany(host => host.Output), line => line.Contains("version of it was here", StringComparison.Ordinal));

        await MigrateFurtherAsync();
        await WorkAsync();

        Assert.Equal(0, await _cluster.RestartSiloAsync(0));
        Assert.Equal(0, await _cluster.RestartApiAsync());
        await WorkAsync();
        foreach (var host in (Host[])[_cluster.Silos[0], _cluster.ApiHost])
        {
            Assert.Contains(host.Output, line => line.Contains(Newer, StringComparison.Ordinal));
            Assert.DoesNotContain(host.Output, line => line.Contains(Migrated, StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>What a newer host does when it comes: migrations only add.</summary>
    private async Task MigrateFurtherAsync()
    {
        string[] migration =
        [
            "INSERT INTO VersionInfo (Version, AppliedOn, Description) VALUES (999, UTC_TIMESTAMP(), 'What is to come')",
            "ALTER TABLE ingestion_jobs ADD COLUMN priority INT NULL FIRST",
            "ALTER TABLE ingestion_chunks ADD COLUMN worker VARCHAR(100) NOT NULL DEFAULT ''",
            "CREATE TABLE ingestion_schedules (id CHAR(36) PRIMARY KEY)",
        ];
        foreach (var sql in migration)
            await _cluster.CountAsync(sql);
    }

    private async Task WorkAsync()
    {
        var project = await _cluster.Api.CreateProjectAsync();
        // Small, and in several chunks.
        var rows = string.Concat(Enumerable.Range(0, 100_000).Select(row => $"{row},somebody with a long name and number {row},and a note\n"));
        var small = await _cluster.Api.UploadAsync(project, "small.csv", "a,b\n1,2\n");
        var large = await _cluster.Api.UploadAsync(project, "large.csv", $"id,name,note\n{rows}");

        Assert.Equal((200, JobStatus.Completed), ((int)small.Status, small.Job.Status));
        var ended = await _cluster.Api.WaitForEndAsync(large.Job.Id);
        Assert.Equal((JobMode.Async, JobStatus.Completed, 100_000L), (ended.Mode, ended.Status, ended.RowsClean));
    }
}
