using System.Diagnostics;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Silo.Tests.Telemetry;

public sealed class TraceTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly Spans _spans = new();

    public void Dispose()
    {
        _spans.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Job_OfManyChunks_IsOneTraceBelowItsRequest()
    {
        await using var silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        var request = _spans.Request();
        var spec = await silo.UploadAsync(Orders.Csv(1000), Orders.Recipe()) with { TraceParent = request.Id };
        await silo.Job(spec).StartAsync(spec);
        var job = await silo.EndAsync(spec);

        var run = await RunAsync(spec);
        Assert.Equal((request.TraceId, request.SpanId), (run.TraceId, run.ParentSpanId));
        Assert.Equal(("completed", 1, job.RowsRead, job.BytesRead), (run.GetTagItem("ingestion.status"), run.GetTagItem("ingestion.epoch"), run.GetTagItem("ingestion.rows"), run.GetTagItem("ingestion.source_bytes")));
        var chunks = _spans.Of(spec, "ingestion.chunk");
        Assert.True(chunks.Count > 5);
        Assert.All(chunks, chunk => Assert.Equal((request.TraceId, run.SpanId, "finished"), (chunk.TraceId, chunk.ParentSpanId, chunk.GetTagItem("ingestion.outcome"))));
        Assert.Equal(Enumerable.Range(0, chunks.Count), chunks.Select(chunk => (int)chunk.GetTagItem("ingestion.chunk")!).Order());
        Assert.Equal(job.RowsRead, chunks.Sum(chunk => (long)chunk.GetTagItem("ingestion.rows")!));
        var trace = _spans.Of(request.TraceId);
        Assert.All(chunks, chunk => Assert.Equal(
            ["ingestion.chunk.read", "ingestion.chunk.dedupe", "ingestion.chunk.write"],
            trace.Where(span => span.ParentSpanId == chunk.SpanId).OrderBy(span => span.StartTimeUtc).Select(span => span.OperationName)));
        Assert.Equal(
            ["ingestion.job.plan", "ingestion.job.publish", "ingestion.job.wait"],
            trace.Where(span => span.ParentSpanId == run.SpanId).Select(span => span.OperationName).Where(name => name != "ingestion.chunk").Order());
    }

    [Fact]
    public async Task Job_ThatGoesOnInAnotherSilo_StaysInItsTrace()
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains("/parts/000005", StringComparison.Ordinal) };
        var first = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        var request = _spans.Request();
        var spec = await first.UploadAsync(Orders.Csv(1000), Orders.Recipe()) with { TraceParent = request.Id };
        await first.Job(spec).StartAsync(spec);
        await store.Reached;
        await first.CrashAsync();

        await using var second = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        Assert.Equal(JobStatus.Completed, (await second.EndAsync(spec)).Status);

        var completed = await RunAsync(spec);
        Assert.True((int)completed.GetTagItem("ingestion.epoch")! > 1);
        Assert.All(_spans.Of(spec, "ingestion.job"), run => Assert.Equal((request.TraceId, request.SpanId), (run.TraceId, run.ParentSpanId)));
        var chunks = _spans.Of(spec, "ingestion.chunk");
        Assert.True(chunks.Select(chunk => chunk.GetTagItem("ingestion.epoch")).Distinct().Count() > 1);
        Assert.All(chunks, chunk => Assert.Equal(request.TraceId, chunk.TraceId));
    }

    [Fact]
    public async Task Job_WithoutATrace_HasOneOfItsOwn()
    {
        await using var silo = await TestSilo.StartAsync(_folder);
        var spec = await silo.UploadAsync(Orders.Csv(10), Orders.Recipe(), JobMode.Sync);
        await silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken);

        var run = await RunAsync(spec);
        var chunk = Assert.Single(_spans.Of(spec, "ingestion.chunk"));
        Assert.Equal((run.TraceId, run.SpanId), (chunk.TraceId, chunk.ParentSpanId));
    }

    [Fact]
    public async Task Job_ThatFails_SaysWhyInItsSpan()
    {
        await using var silo = await TestSilo.StartAsync(_folder);
        var spec = await silo.UploadAsync([], mode: JobMode.Sync);
        var answer = await silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken);

        var run = await RunAsync(spec, "failed");
        Assert.Equal((ActivityStatusCode.Error, answer.Job!.Error), (run.Status, run.StatusDescription));
    }

    /// <summary>The run that ended the job: its span ends a moment after the job is seen to.</summary>
    private Task<Activity> RunAsync(JobSpec spec, string status = "completed") => Polling.UntilAsync($"the span of job {spec.Id}", () =>
        Task.FromResult(_spans.Of(spec, "ingestion.job").SingleOrDefault(run => Equals(run.GetTagItem("ingestion.status"), status))));
}
