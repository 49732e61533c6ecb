using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;
using Ingestion.Data;

namespace Ingestion.Silo.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DedupeKeep.First, 0)]
    [InlineData(DedupeKeep.First, 9)]
    [InlineData(DedupeKeep.Last, 2)]
    [InlineData(DedupeKeep.Last, 11)]
    [InlineData(null, 6)]
    public async Task Job_WhoseHostStopsAtAChunk_GoesOnInTheNextHost(DedupeKeep? keep, int stopAt)
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains($"/parts/{stopAt:D6}", StringComparison.Ordinal) };
        var first = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        var spec = await first.UploadAsync(Orders.Csv(1000), Orders.Recipe(keep));
        await first.Job(spec).StartAsync(spec);
        await store.Reached;
        await first.CrashAsync();

        await using var second = await TestSilo.StartAsync(_folder, chunkBytes: 9000);
        var job = await second.EndAsync(spec);

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Attempt));
        var expected = await second.RunLocallyAsync(spec);
        Assert.Equal((expected.Clean, expected.Rejects), await second.ResultAsync(spec));
        Assert.Equal(expected.Manifest.RowCounts, new RowCounts(job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        Assert.Equal(expected.Manifest.Violations, job.Violations);
    }

    [Fact]
    public async Task Job_WhoseProfileOfAChunkIsLost_EndsWithoutOneAndSaysSo()
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains("/parts/000011", StringComparison.Ordinal) };
        await using var silo = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        var spec = await silo.UploadAsync(Orders.Csv(1000), Orders.Recipe(DedupeKeep.First));
        await silo.Job(spec).StartAsync(spec);
        // Long behind the few chunks that are worked on at once, the first one is written.
        await store.Reached;
        var keys = JobKeys.Of(spec.ProjectId, spec.Id);
        await store.DeleteAsync(keys.ChunkProfile(0), TestContext.Current.CancellationToken);
        store.Open();
        var job = await silo.EndAsync(spec);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Null((await ManifestStore.ReadAsync(store, keys, TestContext.Current.CancellationToken))!.Profile);
        var log = await silo.Get<JobLog>().ListAsync(spec.Id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Contains(log, entry => entry.Level == JobLogLevel.Warning && entry.Message.StartsWith("The result has no profile", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Job_ThatFillsFromTheRowBefore_FillsTheSameInTheNextHost(int stopAt)
    {
        var recipe = new Recipe
        {
            Mapping = [new("order_id"), new("name", null, ColumnType.Text), new("age", null, ColumnType.Text)],
            Rules =
            [
                new("rare", RuleType.Replace, "name", Orders.Json("""{"pattern": "^Zoë ([0-9]|1[01])$", "with": ""}""")),
                new("names", RuleType.Fill, "name", Orders.Json("""{"mode": "PREVIOUS"}""")),
                new("none", RuleType.NullIf, "age", Orders.Json("""{"values": ["n/a"]}""")),
                new("ages", RuleType.Fill, "age", Orders.Json("""{"mode": "PREVIOUS"}""")),
            ],
        };
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains($"/parts/{stopAt:D6}", StringComparison.Ordinal) };
        var first = await TestSilo.StartAsync(_folder, store, chunkBytes: 1024);
        var spec = await first.UploadAsync(Orders.Csv(1000), recipe);
        await first.Job(spec).StartAsync(spec);
        await store.Reached;
        await first.CrashAsync();

        await using var second = await TestSilo.StartAsync(_folder, chunkBytes: 1024);
        var job = await second.EndAsync(spec);

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Attempt));
        var expected = await second.RunLocallyAsync(spec);
        Assert.Equal((expected.Clean, expected.Rejects), await second.ResultAsync(spec));
        Assert.Equal(expected.Manifest.Fixes, job.Fixes);
    }

    [Fact]
    public async Task Job_WhoseFinishedChunkWasDamaged_DoesThatChunkAgain()
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.EndsWith("manifest.json", StringComparison.Ordinal) };
        var first = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        var spec = await first.UploadAsync(Orders.Csv(1000), Orders.Recipe());
        await first.Job(spec).StartAsync(spec);
        await store.Reached;
        await first.CrashAsync();
        // As a power cut leaves a file whose bytes never reached the disk.
        var part = JobKeys.Of(spec.ProjectId, spec.Id).Part(4);
        await using (var empty = await _folder.Store.CreateAsync(part, TestContext.Current.CancellationToken))
            await empty.CommitAsync(TestContext.Current.CancellationToken);

        await using var second = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        Assert.Equal(JobStatus.Completed, (await second.EndAsync(spec)).Status);

        var expected = await second.RunLocallyAsync(spec);
        Assert.Equal((expected.Clean, expected.Rejects), await second.ResultAsync(spec));
        var log = await second.Get<JobLog>().ListAsync(spec.Id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Contains(log, line => line.Message == "What chunk 4 wrote is damaged; it is done again.");
    }

    [Fact]
    public async Task Ledger_AfterRestart_RefusesTheOldRun()
    {
        await using var silo = await TestSilo.StartAsync(_folder);
        var spec = await silo.UploadAsync(Orders.Csv(10), Orders.Recipe(), JobMode.Sync);
        var job = await silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken);
        Assert.True(await silo.Get<ChunkLedger>().ClaimAsync(spec.Id, 7, TestContext.Current.CancellationToken));

        Assert.Equal(ChunkRecording.Stale, await silo.Get<ChunkLedger>().RecordAsync(spec.Id, 1, new ChunkRecord(9, 1, default, [], 0, 0, ""), TestContext.Current.CancellationToken));
        Assert.False(await silo.Get<JobTable>().UpdateAsync(job.Job!, 1, TestContext.Current.CancellationToken));
    }
}
