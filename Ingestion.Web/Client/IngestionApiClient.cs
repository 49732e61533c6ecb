using System.Net.Http.Headers;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Web.Client;

/// <summary>
/// Everything the pages ask of the API. Each call throws <see cref="ApiProblemException"/> when the API refuses, fails or
/// does not answer, and <see cref="OperationCanceledException"/> only when the caller gave up.
/// </summary>
public sealed partial class IngestionApiClient(HttpClient http, ApiSession session)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    public Task<IReadOnlyList<Project>> GetProjectsAsync(CancellationToken cancellationToken) => CollectAsync<Project>("projects", cancellationToken);

    public Task<Project> CreateProjectAsync(string name, CancellationToken cancellationToken) =>
        CallAsync<Project>(HttpMethod.Post, "projects", new { name }, cancellationToken);

    private async Task<IReadOnlyList<T>> CollectAsync<T>(string path, CancellationToken cancellationToken)
    {
        List<T> all = [];
        string? cursor = null;
        do
        {
            var page = await CallAsync<Page<T>>(HttpMethod.Get, Query(path, ("limit", "100"), ("cursor", cursor)), null, cancellationToken);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    private async Task<T> CallAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? token = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CallTimeout);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: ContractsJson.Options);
        }

        try
        {
            using var response = await SendAsync(request, token, timeout.Token);
            return await response.Content.ReadFromJsonAsync<T>(ContractsJson.Options, timeout.Token)
                ?? throw new ApiProblemException(ApiProblem.Unintelligible);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiProblemException(ApiProblem.Unreachable, ex);
        }
        catch (JsonException ex)
        {
            throw new ApiProblemException(ApiProblem.Unintelligible, ex);
        }
        catch (IOException ex)
        {
            throw new ApiProblemException(ApiProblem.Unreachable, ex);
        }
    }

    /// <summary>Sends and returns once the headers are here; an answer that is not a success becomes a problem.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? token, CancellationToken cancellationToken)
    {
        token ??= await session.GetTokenAsync();
        if (token is { Length: > 0 })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException ex)
        {
            throw new ApiProblemException(ApiProblem.Unreachable, ex);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ApiProblemException(ApiProblem.Read(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken)));
        }
    }

    private static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                path += $"{separator}{name}={Uri.EscapeDataString(value)}";
                separator = '&';
            }
        }

        return path;
    }
}
