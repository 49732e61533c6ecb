using System.Net.Http.Headers;
using Ingestion.Contracts;

namespace Ingestion.Web.Client;

public sealed partial class IngestionApiClient
{
    /// <summary>Passes a browser's multipart upload on as it comes, without reading it into memory. The caller disposes the answer.</summary>
    public Task<HttpResponseMessage> ForwardUploadAsync(Stream body, string contentType, long? length, CancellationToken cancellationToken) =>
        ForwardAsync("ingestion/upload/file", body, contentType, length, cancellationToken);

    /// <summary>Passes corrected rejects of a job on as they come. The caller disposes the answer.</summary>
    public Task<HttpResponseMessage> ForwardRepairAsync(JobId id, Stream body, string contentType, long? length, CancellationToken cancellationToken) =>
        ForwardAsync($"ingestion/jobs/{id}/rejects/repair", body, contentType, length, cancellationToken);

    private async Task<HttpResponseMessage> ForwardAsync(string path, Stream body, string contentType, long? length, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(body, 1 << 17) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Content.Headers.ContentLength = length;
        // A refusal (role, sign-in, size) is heard before the bytes are sent.
        request.Headers.ExpectContinue = true;
        return await SendAsync(request, null, cancellationToken);
    }

    /// <summary>Opens the clean data: <c>parquet</c>, <c>csv</c> or <c>jsonl</c>. The caller disposes the answer.</summary>
    public Task<HttpResponseMessage> OpenResultAsync(JobId id, string? format, CancellationToken cancellationToken) =>
        OpenAsync(Query($"ingestion/jobs/{id}/result", ("format", format)), cancellationToken);

    /// <summary>Opens the rejects: <c>jsonl</c>, <c>csv</c> or <c>xlsx</c>. The caller disposes the answer.</summary>
    public Task<HttpResponseMessage> OpenRejectsAsync(JobId id, string? format, CancellationToken cancellationToken) =>
        OpenAsync(Query($"ingestion/jobs/{id}/rejects", ("format", format)), cancellationToken);

    /// <summary>Opens something of the cluster's dashboard. The caller disposes the answer.</summary>
    /// <param name="pathAndQuery">Below the dashboard's own path, escaped, with a leading slash.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HttpResponseMessage> OpenDashboardAsync(string pathAndQuery, CancellationToken cancellationToken) =>
        OpenAsync($"dashboard{pathAndQuery}", cancellationToken);

    private async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, null, cancellationToken);
    }
}
