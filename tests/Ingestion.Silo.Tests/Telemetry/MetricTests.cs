using Ingestion.Contracts;
using Ingestion.Data;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Silo.Tests.Telemetry;

public sealed class MetricTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly Totals _totals = new();

    public void Dispose()
    {
        _totals.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Totals_OfAJob_AreItsAccount()
    {
        var store = new GatedStore(_folder.Store);
        await using var silo = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        _totals.Follow(silo);
        var csv = Orders.Csv(1000);
        var spec = await silo.UploadAsync(csv, Orders.Recipe());
        // A chunk that is tried again must not count twice.
        var failures = 1;
        store.Fails = key => key.Contains("parts/000003", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0
            ? new IOException("The share went away") : null;
        await silo.Job(spec).StartAsync(spec);
        var job = await EndedAsync(silo, spec);

        AssertRows(job);
        var records = await silo.Get<ChunkLedger>().ListAsync(spec.Id, TestContext.Current.CancellationToken);
        Assert.Equal((records.Sum(chunk => chunk.LengthBytes), records.Sum(chunk => chunk.PartBytes), records.Sum(chunk => chunk.RejectBytes)),
            (_totals.Of("ingestion.source_bytes"), _totals.Of("ingestion.written_bytes", "kind=clean"), _totals.Of("ingestion.written_bytes", "kind=rejects")));
        Assert.Equal((records.Count, 1), (_totals.Of("ingestion.chunks", "outcome=finished"), _totals.Of("ingestion.chunks", "outcome=failed_for_now")));
        Assert.Equal(1, _totals.Of("ingestion.chunk_retries", "reason=failed_for_now"));
        Assert.Equal(records.Count, _totals.Of("ingestion.chunk_duration_seconds", "outcome=finished"));
        Assert.Equal((1, 1), (_totals.Of("ingestion.jobs", "mode=async,status=completed"), _totals.Of("ingestion.job_duration_seconds", "mode=async,status=completed")));
        Assert.Equal(Violations(job, "r1"), _totals.Of("ingestion.violations", "rule=range,severity=error"));
        Assert.Equal(Violations(job, "r2"), _totals.Of("ingestion.violations", "rule=regex,severity=warning"));
        Assert.Equal(Violations(job, "r3") + Violations(job, "r4"), _totals.Of("ingestion.violations", "rule=dedupe,severity=error"));
        Assert.Equal(Violations(job, RuleSpec.ImplicitTypeRuleId), _totals.Of("ingestion.violations", "rule=type,severity=error"));
        Assert.Equal((0, 0), (_totals.Of("ingestion.jobs_running"), _totals.Of("ingestion.jobs_waiting")));
    }

    [Fact]
    public async Task Totals_OfAResumedJob_AreItsAccount()
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains("/parts/000005", StringComparison.Ordinal) };
        var first = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        _totals.Follow(first);
        var spec = await first.UploadAsync(Orders.Csv(1000), Orders.Recipe());
        await first.Job(spec).StartAsync(spec);
        await store.Reached;
        await first.CrashAsync();

        await using var second = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        _totals.Follow(second);
        var job = await EndedAsync(second, spec);

        AssertRows(job);
        var chunks = await second.Get<ChunkLedger>().ListAsync(spec.Id, TestContext.Current.CancellationToken);
        Assert.Equal(chunks.Count, _totals.Of("ingestion.chunks", "outcome=finished"));
    }

    [Fact]
    public async Task Jobs_ThatRunOrWait_AreGauged()
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains("/parts/", StringComparison.Ordinal) };
        await using var silo = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        _totals.Follow(silo);
        var specs = new List<JobSpec>();
        for (var job = 0; job < 3; job++)
        {
            var spec = await silo.UploadAsync(Orders.Csv(1000), Orders.Recipe(keep: null));
            await silo.Job(spec).StartAsync(spec);
            specs.Add(spec);
        }

        // Two at once is the default.
        await Polling.UntilAsync("the third job to wait", () => Task.FromResult(_totals.Of("ingestion.jobs_waiting") == 1 ? "waits" : null));
        Assert.Equal(3, _totals.Of("ingestion.jobs_running"));
        _totals.Observe();
        Assert.Contains("ingestion.lane_queue", _totals.Units.Keys);

        foreach (var spec in specs)
            await silo.Job(spec).CancelAsync();
        await Polling.UntilAsync("all jobs to end", () => Task.FromResult(_totals.Of("ingestion.jobs", "mode=async,status=cancelled") == 3 ? "ended" : null));
        Assert.Equal((0, 0), (_totals.Of("ingestion.jobs_running"), _totals.Of("ingestion.jobs_waiting")));
    }

    [Fact]
    public async Task Instrument_Each_NamesItsUnit()
    {
        await using var silo = await TestSilo.StartAsync(_folder);
        _totals.Follow(silo);
        silo.Get<Silo.Telemetry.IngestionMetrics>();

        Assert.Equal(
            ["ingestion.chunk_duration_seconds", "ingestion.chunk_retries", "ingestion.chunks", "ingestion.job_duration_seconds", "ingestion.jobs", "ingestion.jobs_running",
             "ingestion.jobs_waiting", "ingestion.lane_queue", "ingestion.rows", "ingestion.source_bytes", "ingestion.violations", "ingestion.written_bytes"],
            _totals.Units.Keys.Order(StringComparer.Ordinal));
        Assert.All(_totals.Units, unit => Assert.Equal(unit.Key switch
        {
            _ when unit.Key.EndsWith("_bytes", StringComparison.Ordinal) => "By",
            _ when unit.Key.EndsWith("_seconds", StringComparison.Ordinal) => "s",
            _ => "{…}",
        }, unit.Value is ['{', .., '}'] ? "{…}" : unit.Value));
    }

    private void AssertRows(Job job) => Assert.Equal(
        (job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable),
        (_totals.Of("ingestion.rows", "outcome=clean"), _totals.Of("ingestion.rows", "outcome=rejected"),
            _totals.Of("ingestion.rows", "outcome=duplicate"), _totals.Of("ingestion.rows", "outcome=unreadable")));

    private static double Violations(Job job, string rule) => job.Violations.Where(count => count.RuleId == rule).Sum(count => count.Rows);

    /// <summary>The job once its end is counted, which is a moment after it is seen.</summary>
    private async Task<Job> EndedAsync(TestSilo silo, JobSpec spec)
    {
        var job = await silo.EndAsync(spec);
        Assert.Equal(JobStatus.Completed, job.Status);
        await Polling.UntilAsync("the job's end to be counted", () => Task.FromResult(_totals.Of("ingestion.jobs", "mode=async,status=completed") > 0 ? "counted" : null));
        return job;
    }
}
