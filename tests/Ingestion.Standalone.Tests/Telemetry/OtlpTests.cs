using System.Diagnostics;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Standalone.Tests.Telemetry;

/// <summary>What a collector gets from the real process.</summary>
public sealed class OtlpTests(SharedOrders orders) : IAsyncDisposable
{
    private readonly DataFolder _folder = new();

    // A program that traces its own call, as OpenTelemetry's libraries do.
    private readonly Activity _client = new Activity("the client's call") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C);
    private OtlpReceiver _receiver = null!;

    [Fact]
    public async Task Job_OfManyChunks_IsOneTraceFromTheClientsCallAndItsAccountInMetrics()
    {
        _receiver = await OtlpReceiver.StartAsync();
        await using var process = await StandaloneProcess.StartAsync(_folder.Path, [.. _receiver.Settings, ("Engine__ChunkBytes", "1048576")]);
        using var api = await ApiClient.SignInAsync(process.Address);
        var project = await api.CreateProjectAsync();
        _client.Start();
        var started = await api.UploadLargeAsync(project, orders.File.Path, LargeOrders.Recipe("FIRST"));
        _client.Stop();
        var job = await api.WaitForEndAsync(started.Id);
        Assert.Equal(JobStatus.Completed, job.Status);

        var run = await RunAsync(job.Id);
        Assert.Equal("Ingestion.Standalone", run.Service);
        var trace = _receiver.Spans.Where(span => span.TraceId == _client.TraceId.ToString()).ToList();
        var request = trace.Single(span => span.Id == run.ParentId);
        Assert.Equal("POST /ingestion/upload/file", request.Name);
        // Its parent is the HTTP client's own span, which stayed with the client.
        Assert.Equal(16, request.ParentId.Length);
        var chunks = ChunksOf(job.Id);
        Assert.True(chunks.Count > 30);
        Assert.All(chunks, chunk => Assert.Equal((run.TraceId, run.Id, "finished"), (chunk.TraceId, chunk.ParentId, chunk.Tags["ingestion.outcome"])));
        Assert.Equal(job.RowsRead, chunks.Sum(chunk => long.Parse(chunk.Tags["ingestion.rows"], System.Globalization.CultureInfo.InvariantCulture)));
        // The call that started the job, as Orleans tells it, lies in the same trace.
        Assert.Contains(trace, span => span.Name == "IJobGrain/StartAsync");

        // A process exports its metrics every so often: each number may come with another export.
        var expected = (job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable);
        await Polling.UntilAsync($"the rows {expected}", () => Task.FromResult(expected == Rows ? "arrived" : null));
        await Polling.UntilAsync("the job to be counted", () => Task.FromResult(_receiver.Of("ingestion.jobs", "mode=async,status=completed") == 1 ? "arrived" : null));
        Assert.Equal(job.Violations.Single(count => count.RuleId == "once").Rows, _receiver.Of("ingestion.violations", "rule=dedupe,severity=error"));
        Assert.Equal(
            ["ingestion.chunk_duration_seconds s", "ingestion.chunks {chunk}", "ingestion.job_duration_seconds s", "ingestion.jobs {job}", "ingestion.jobs_running {job}",
             "ingestion.jobs_waiting {job}", "ingestion.lane_queue {piece}", "ingestion.rows {row}", "ingestion.source_bytes By", "ingestion.violations {violation}", "ingestion.written_bytes By"],
            _receiver.Units.Where(unit => unit.Key.StartsWith("ingestion.", StringComparison.Ordinal)).Select(unit => $"{unit.Key} {unit.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Job_ThatGoesOnInAnotherProcess_StaysInItsTrace()
    {
        _receiver = await OtlpReceiver.StartAsync();
        (string, string)[] slowly = [.. _receiver.Settings, ("Engine__ChunkBytes", "262144"), ("Silo__CpuLanes", "1"), ("Silo__ChunksInFlight", "1")];
        JobId id;
        await using (var process = await StandaloneProcess.StartAsync(_folder.Path, slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            var project = await api.CreateProjectAsync();
            _client.Start();
            id = (await api.UploadLargeAsync(project, orders.File.Path, LargeOrders.Recipe("FIRST"))).Id;
            _client.Stop();
            await Polling.UntilAsync("a chunk's span", () => Task.FromResult(ChunksOf(id).FirstOrDefault()));
            await process.KillAsync();
        }
        Assert.DoesNotContain(_receiver.Spans, span => span.Name == "ingestion.job");

        await using (var process = await StandaloneProcess.StartAsync(_folder.Path, slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            Assert.Equal(JobStatus.Completed, (await api.WaitForEndAsync(id)).Status);
            var run = await RunAsync(id);
            Assert.Equal((_client.TraceId.ToString(), "2"), (run.TraceId, run.Tags["ingestion.epoch"]));
        }
        var chunks = ChunksOf(id);
        Assert.Equal(["1", "2"], chunks.Select(chunk => chunk.Tags["ingestion.epoch"]).Distinct().Order());
        Assert.All(chunks, chunk => Assert.Equal(_client.TraceId.ToString(), chunk.TraceId));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
        _folder.Dispose();
    }

    private (long, long, long, long) Rows =>
        ((long)_receiver.Of("ingestion.rows", "outcome=clean"), (long)_receiver.Of("ingestion.rows", "outcome=rejected"),
            (long)_receiver.Of("ingestion.rows", "outcome=duplicate"), (long)_receiver.Of("ingestion.rows", "outcome=unreadable"));

    private List<OtlpSpan> ChunksOf(JobId id) => [.. Of("ingestion.chunk", id)];

    private IEnumerable<OtlpSpan> Of(string name, JobId id) =>
        _receiver.Spans.Where(span => span.Name == name && span.Tags["ingestion.job_id"] == id.ToString());

    /// <summary>The span of the run that completed the job, when all that it waited for has arrived too.</summary>
    private Task<OtlpSpan> RunAsync(JobId id) => Polling.UntilAsync($"the span of job {id}", () =>
        Task.FromResult(Of("ingestion.job", id).SingleOrDefault(run => run.Tags["ingestion.status"] == "completed")));
}
