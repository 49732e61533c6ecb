using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;

namespace Ingestion.Silo.Tests;

/// <summary>Repairs as durable jobs: they survive what a job survives, and are added to the other job's result once.</summary>
public sealed class RepairTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(JobMode.Sync, DedupeKeep.First)]
    [InlineData(JobMode.Async, DedupeKeep.First)]
    [InlineData(JobMode.Async, DedupeKeep.Last)]
    [InlineData(JobMode.Async, null)]
    public async Task Repair_OfManyChunks_IsAddedToTheResultAndTheJob(JobMode mode, DedupeKeep? keep)
    {
        var (spec, before) = await RunAsync(Orders.Csv(2000), Orders.Recipe(keep));
        var repair = await UploadRepairAsync(spec, await CorrectedAsync(spec), mode);
        if (mode == JobMode.Sync)
            await _silo.Job(repair).RunAsync(repair, TestContext.Current.CancellationToken);
        else
            await _silo.Job(repair).StartAsync(repair);
        var ended = await _silo.EndAsync(repair);

        Assert.Equal((JobStatus.Completed, null, spec.Id), (ended.Status, ended.Error, ended.RepairOf));
        Assert.True(ended.RowsClean > 0);
        var after = (await _silo.StoredAsync(spec))!;
        var manifest = await ManifestAsync(spec);
        Assert.Equal((2, ended.RowsClean), (manifest.ResultVersion, Assert.Single(manifest.Repairs).Rows));
        Assert.Equal(before.RowsClean + ended.RowsClean, after.RowsClean);
        Assert.Equal(after.RowsRead, after.RowsClean + after.RowsRejected + after.RowsDuplicate + after.RowsUnreadable);
        Assert.Equal(new RowCounts(after.RowsRead, after.RowsClean, after.RowsRejected, after.RowsDuplicate, after.RowsUnreadable), manifest.RowCounts);
        Assert.Equal((repair.Id, ended.RowsClean), (Assert.Single(after.Repairs!).JobId, after.Repairs![0].Rows));
        // The grain and the row say the same.
        Assert.Equal(after.RowsClean, (await _silo.Job(spec).GetAsync())!.RowsClean);
    }

    [Fact]
    public async Task Repair_PlannedBeforeAnother_IsRefusedAndPassesWhenRetried()
    {
        var (spec, _) = await RunAsync(Orders.Csv(300), Orders.Recipe(DedupeKeep.First));
        var upload = await CorrectedAsync(spec);
        var first = await UploadRepairAsync(spec, upload, JobMode.Async);
        var second = await UploadRepairAsync(spec, Halved(upload), JobMode.Async);
        // Planned for the first version of the result; the half is added while it stands there.
        await Core.Repairs.RepairPlanner.PrepareAsync(
            _folder.Store, KeysOf(first), ArtifactKeys.Raw(first.ProjectId, first.ArtifactId), KeysOf(spec), first.Recipe, new(), cancellationToken: TestContext.Current.CancellationToken);
        await _silo.Job(second).StartAsync(second);
        Assert.Equal(JobStatus.Completed, (await _silo.EndAsync(second)).Status);

        await _silo.Job(first).StartAsync(first);
        var refused = await _silo.EndAsync(first);
        Assert.Equal(JobStatus.Failed, refused.Status);
        Assert.StartsWith("Another repair was added to the result while this one ran. Retry the job", refused.Error, StringComparison.Ordinal);
        await _silo.Job(first).RetryAsync();
        Assert.Equal(JobStatus.Completed, (await _silo.EndAsync(first)).Status);

        Assert.Equal(3, (await ManifestAsync(spec)).ResultVersion);
    }

    [Fact]
    public async Task Repair_AddedTwice_ChangesNothing()
    {
        var (spec, _) = await RunAsync(Orders.Csv(300), Orders.Recipe(DedupeKeep.First));
        var repair = await UploadRepairAsync(spec, await CorrectedAsync(spec), JobMode.Sync);
        await _silo.Job(repair).RunAsync(repair, TestContext.Current.CancellationToken);
        await _silo.EndAsync(repair);
        var manifest = await ManifestAsync(spec);

        Assert.Equal(JobCommandOutcome.Accepted, (await _silo.Job(spec).AddRepairAsync(repair.Id)).Outcome);

        Assert.Equal(manifest.Checksum, (await ManifestAsync(spec)).Checksum);
        Assert.Equal(2, (await ManifestAsync(spec)).ResultVersion);
    }

    [Theory]
    [InlineData("/parts/")]
    [InlineData("/keys/")]
    [InlineData("/repairs/")]
    [InlineData("manifest.json")]
    public async Task Repair_WhoseHostDiesWhileItIsAdded_IsAddedOnceByTheNext(string at)
    {
        var (spec, before) = await RunAsync(Orders.Csv(500), Orders.Recipe(DedupeKeep.First));
        var upload = await CorrectedAsync(spec);
        await _silo.DisposeAsync();
        var target = KeysOf(spec).Folder;
        var store = new GatedStore(_folder.Store) { Holds = key => key.StartsWith(target, StringComparison.Ordinal) && key.Contains(at, StringComparison.Ordinal) };
        var first = _silo = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        var repair = await UploadRepairAsync(spec, upload, JobMode.Async);
        await first.Job(repair).StartAsync(repair);
        await store.Reached;
        Assert.Equal(JobCommandOutcome.TooLate, (await first.Job(repair).CancelAsync()).Outcome);
        await first.CrashAsync();

        _silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        var ended = await _silo.EndAsync(repair);

        Assert.Equal((JobStatus.Completed, null), (ended.Status, ended.Error));
        var manifest = await ManifestAsync(spec);
        Assert.Equal((2, before.RowsClean + ended.RowsClean), (manifest.ResultVersion, manifest.RowCounts.Clean));
        Assert.Equal(manifest.RowCounts.Clean, manifest.Parts.Sum(part => part.Rows));
        Assert.Equal(manifest.RowCounts.Clean, (await _silo.StoredAsync(spec))!.RowsClean);
    }

    private static JobKeys KeysOf(JobSpec spec) => JobKeys.Of(spec.ProjectId, spec.Id);

    private async Task<(JobSpec Spec, Job Job)> RunAsync(string csv, Recipe recipe)
    {
        var spec = await _silo.UploadAsync(csv, recipe);
        await _silo.Job(spec).StartAsync(spec);
        return (spec, await _silo.EndAsync(spec));
    }

    private async Task<JobSpec> UploadRepairAsync(JobSpec spec, string csv, JobMode mode)
    {
        var upload = await _silo.UploadAsync(csv, spec.Recipe, mode);
        return upload with { ProjectId = spec.ProjectId, RepairOf = spec.Id };
    }

    private async Task<ResultManifest> ManifestAsync(JobSpec spec) =>
        (await ManifestStore.ReadAsync(_folder.Store, KeysOf(spec), TestContext.Current.CancellationToken))!;

    /// <summary>The rejects as CSV, each with a key and an amount that pass.</summary>
    private async Task<string> CorrectedAsync(JobSpec spec)
    {
        var rejects = await RejectExport.OpenAsync(_folder.Store, KeysOf(spec), TestContext.Current.CancellationToken);
        var text = new StringBuilder("lineNumber,raw,position\n");
        var number = 1_000_000;
        await foreach (var row in rejects!.ReadAsync(TestContext.Current.CancellationToken))
            text.Append($"{row.LineNumber},\"{Orders.Valid(number++).Replace("\"", "\"\"", StringComparison.Ordinal)}\",\n");
        return text.ToString();
    }

    private static string Halved(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.Take(1 + (lines.Length / 2))) + "\n";
    }
}
