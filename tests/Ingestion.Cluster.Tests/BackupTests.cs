using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Cluster.Tests.Servers;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;
using MySqlConnector;

namespace Ingestion.Cluster.Tests;

/// <summary>The commands of docs/deploy.md, run as they stand there while the system works.</summary>
[Collection<OperatedCluster>]
public sealed partial class BackupTests(Undisturbed undisturbed, ITestOutputHelper output) : IAsyncDisposable
{
    private const int MostTries = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-backup-").FullName;
    private readonly Hosts.Cluster _restored = new();

    [Fact]
    public async Task Backup_OfARunningSystem_RestoredElsewhere_HasWhatWasFinishedAndGoesOnWithTheRest()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        Assert.SkipUnless(ServerProcess.Find("mariadb-dump") is not null && ServerProcess.Find("rsync") is not null, "The backup needs mariadb-dump and rsync.");
        var (dump, copy, restore) = Commands();
        var source = undisturbed.Cluster;
        await source.EnsureSilosAsync(2);
        var expected = await undisturbed.OfAsync("LAST");
        var project = await source.Api.CreateProjectAsync();
        // Of this cluster, as a backup of it has to have it.
        var finished = await Outcome.OfAsync(source.Api, (await source.Api.UploadLargeAsync(project, undisturbed.File.Path, LargeOrders.Recipe("FIRST"))).Id);
        finished.AssertEqualTo(await undisturbed.OfAsync("FIRST"));
        var small = (await source.Api.UploadAsync(project, "small.csv", "a,b\n1,2\n")).Job;
        var doomed = await source.Api.UploadLargeAsync(project, undisturbed.File.Path, LargeOrders.Recipe("FIRST"));
        var running = await DisturbedJob.BeginAsync(undisturbed, "LAST", silos: 2, output);

        await RunAsync(dump, source);
        var atDump = await source.Api.GetJobAsync(running.Id);
        // A machine that ends the job before the dump does has to be given another.
        for (var tries = 1; atDump.Status.IsFinal() && tries < MostTries; tries++)
        {
            running = await DisturbedJob.BeginAsync(undisturbed, "LAST", silos: 2, output);
            await RunAsync(dump, source);
            atDump = await source.Api.GetJobAsync(running.Id);
        }
        Assert.False(atDump.Status.IsFinal());
        // What the database says and the folder no longer has: a cancelled job's files. What only the folder has: a later upload.
        await source.Api.PostAsync($"/ingestion/jobs/{doomed.Id}/cancel");
        await source.Api.WaitForEndAsync(doomed.Id);
        var late = (await source.Api.UploadAsync(project, "late.csv", "a,b\n1,2\n")).Job;
        await RunAsync(copy, source);

        await _restored.StartServersAsync();
        await RunAsync(restore, _restored);
        var clock = Stopwatch.StartNew();
        await _restored.StartHostsAsync();
        output.WriteLine($"dumped at {atDump.Progress:P0} of a job; restored hosts ready after {clock.Elapsed.TotalSeconds:F1} s");

        (await Outcome.OfAsync(_restored.Api, finished.Job.Id)).AssertEqualTo(finished);
        Assert.Equal("a,b\n1,2\n", System.Text.Encoding.UTF8.GetString(await _restored.Api.DownloadAsync($"/ingestion/jobs/{small.Id}/result?format=csv")));
        Assert.Equal(HttpStatusCode.NotFound, (await _restored.Api.GetAsync($"/ingestion/jobs/{late.Id}")).Status);
        (await Outcome.OfAsync(_restored.Api, running.Id)).AssertEqualTo(expected);
        (await Outcome.OfAsync(_restored.Api, doomed.Id)).AssertEqualTo(finished);
        output.WriteLine($"all ended after {clock.Elapsed.TotalSeconds:F1} s");
        foreach (var entry in (await _restored.Api.LogOfAsync(running.Id)).Where(entry => entry.Message.Contains("Going on", StringComparison.Ordinal)))
            output.WriteLine(entry.Message);
        Assert.Equal((200, JobStatus.Completed), ((int)(await _restored.Api.UploadAsync(project, "new.csv", "a,b\n1,2\n")).Status, small.Status));
        await running.AssertAsUndisturbedAsync();
    }

    /// <summary>What the client programs read from <c>~/.my.cnf</c>.</summary>
    internal static string ClientOptions(MySqlConnectionStringBuilder server) =>
        $"[client]\nprotocol=tcp\nhost={server.Server}\nport={server.Port}\nuser={server.UserID}\n"
        + (server.Password.Length > 0 ? $"password={server.Password}\n" : "");

    public async ValueTask DisposeAsync()
    {
        await _restored.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static (string Dump, string Copy, string Restore) Commands()
    {
        var text = File.ReadAllText(Path.Combine(SolutionFolder.Path, "docs/deploy.md"));
        var section = text[text.IndexOf("## Backup and restore", StringComparison.Ordinal)..text.IndexOf("## Aspire", StringComparison.Ordinal)];
        var blocks = Blocks().Matches(section).Select(block => block.Groups[1].Value).ToList();
        Assert.Equal(3, blocks.Count);
        return (blocks[0], blocks[1], blocks[2]);
    }

    /// <summary>Runs commands as an operator of this cluster would.</summary>
    private async Task RunAsync(string commands, Hosts.Cluster cluster)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, ".my.cnf"), ClientOptions(new(cluster.Database.ConnectionString)), TestContext.Current.CancellationToken);
        await using var shell = ServerProcess.Start("bash", ["-c", $"set -euo pipefail\n{commands}"],
            [("HOME", _folder), ("BACKUP", Path.Combine(_folder, "backup")), ("UPLOAD_BASE_DIR", cluster.ArtifactFolder)]);
        var code = await shell.EndAsync();
        Assert.True(code == 0, $"{commands}\nended with {code}:\n{string.Join('\n', shell.Output)}");
    }

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
