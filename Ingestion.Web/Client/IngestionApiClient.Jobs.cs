using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Web.Client;

public sealed partial class IngestionApiClient
{
    public Task<Page<Job>> GetJobsAsync(ProjectId project, JobStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        CallAsync<Page<Job>>(
            HttpMethod.Get,
            Query("ingestion/jobs", ("projectId", project.ToString()), ("status", Name(status)), ("cursor", cursor), ("limit", limit.ToString())),
            null,
            cancellationToken);

    public Task<Job> GetJobAsync(JobId id, CancellationToken cancellationToken) =>
        CallAsync<Job>(HttpMethod.Get, $"ingestion/jobs/{id}", null, cancellationToken);

    public Task<IReadOnlyList<JobLogEntry>> GetLogAsync(JobId id, long after, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<JobLogEntry>>(HttpMethod.Get, $"ingestion/jobs/{id}/logs?after={after}", null, cancellationToken);

    public Task<Job> CancelAsync(JobId id, CancellationToken cancellationToken) =>
        CallAsync<Job>(HttpMethod.Post, $"ingestion/jobs/{id}/cancel", null, cancellationToken);

    public Task<Job> RetryAsync(JobId id, CancellationToken cancellationToken) =>
        CallAsync<Job>(HttpMethod.Post, $"ingestion/jobs/{id}/retry", null, cancellationToken);

    /// <summary>The job's events until the API ends the stream. <see cref="JobFeed"/> takes a broken one up again.</summary>
    public async IAsyncEnumerable<(string? Id, JobEvent Event)> ReadEventsAsync(
        JobId id, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"ingestion/jobs/{id}/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (!string.IsNullOrEmpty(lastEventId))
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await SendAsync(request, null, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(stream, ReadEvent);
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            if (item.Data is not null)
            {
                yield return (item.EventId ?? parser.LastEventId, item.Data);
            }
        }
    }

    // An event of a kind this version does not know is passed over.
    private static JobEvent? ReadEvent(string kind, ReadOnlySpan<byte> data) => kind switch
    {
        "progress" or "state" => new JobChanged(JsonSerializer.Deserialize<Job>(data, ContractsJson.Options)!),
        "log" => new JobLogged(JsonSerializer.Deserialize<JobLogEntry>(data, ContractsJson.Options)!),
        _ => null,
    };

    private static string? Name(JobStatus? status) =>
        status is null ? null : JsonNamingPolicy.SnakeCaseUpper.ConvertName(status.Value.ToString());
}
