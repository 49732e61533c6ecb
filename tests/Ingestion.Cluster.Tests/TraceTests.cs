using System.Diagnostics;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Telemetry;

namespace Ingestion.Cluster.Tests;

/// <summary>What a collector gets from an API host and two silos about one job.</summary>
public sealed class TraceTests : IAsyncDisposable
{
    private const int Rows = 150_000;
    private readonly Hosts.Cluster _cluster = new();
    private readonly Activity _client = new Activity("the client's call") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C);
    private OtlpReceiver? _receiver;

    [Fact]
    public async Task Job_OfChunksOnTwoSilos_IsOneTraceFromTheClientsCall()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        _receiver = await OtlpReceiver.StartAsync();
        _cluster.MoreSettings = _receiver.Settings;
        await _cluster.StartServersAsync();
        await _cluster.StartHostsAsync();
        var project = await _cluster.Api.CreateProjectAsync();
        var rows = string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row},somebody with a long name and number {row},and a note\n"));
        _client.Start();
        var started = (await _cluster.Api.UploadAsync(project, "orders.csv", "id,name,note\n" + rows)).Job;
        _client.Stop();
        var job = await _cluster.Api.WaitForEndAsync(started.Id);
        Assert.Equal((JobStatus.Completed, (long)Rows), (job.Status, job.RowsClean));

        // A host sends its spans every so often; the last to come may be any of them.
        var chunks = await Polling.UntilAsync("the spans of all chunks", () =>
            Task.FromResult(Of("ingestion.chunk").ToList() is var spans && spans.Sum(RowsOf) == Rows ? spans : null));
        var run = await Polling.UntilAsync("the span of the job", () => Task.FromResult(Of("ingestion.job").SingleOrDefault()));
        var request = await Polling.UntilAsync("the span of the request", () => Task.FromResult(Of("POST /ingestion/upload/file").SingleOrDefault()));

        Assert.Equal(("Ingestion.Api", "Ingestion.Silo"), (request.Service, run.Service));
        Assert.Equal((request.Id, job.Id.ToString()), (run.ParentId, run.Tags["ingestion.job_id"]));
        Assert.Equal(2, chunks.Select(chunk => chunk.Instance).Distinct().Count());
        Assert.All(chunks, chunk => Assert.Equal(("Ingestion.Silo", job.Id.ToString()), (chunk.Service, chunk.Tags["ingestion.job_id"])));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
    }

    private IEnumerable<OtlpSpan> Of(string name) => _receiver!.Spans.Where(span => span.Name == name && span.TraceId == _client.TraceId.ToString());

    private static long RowsOf(OtlpSpan chunk) => long.Parse(chunk.Tags["ingestion.rows"], System.Globalization.CultureInfo.InvariantCulture);
}
