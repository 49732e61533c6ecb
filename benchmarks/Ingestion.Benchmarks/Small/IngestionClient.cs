using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Small;

/// <summary>What a program that uploads files does, over HTTP.</summary>
internal sealed class IngestionClient : IDisposable
{
    private const string Json = "application/json";

    private readonly HttpClient _http;
    private readonly string _projectId;
    private string _recipe = JsonSerializer.Serialize(Orders.OrdersRecipe.Create(), ContractsJson.Options);

    private IngestionClient(HttpClient http, string projectId)
    {
        _http = http;
        _projectId = projectId;
    }

    /// <summary>Works in a project that is there.</summary>
    public static IngestionClient WithApiKey(Uri address, string apiKey, string projectId)
    {
        var http = Connect(address);
        http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        return new IngestionClient(http, projectId);
    }

    /// <summary>Signs in and creates a project of its own.</summary>
    public static async Task<IngestionClient> SignInAsync(Uri address, string email, string password)
    {
        var http = Connect(address);
        using var login = await http.PostAsJsonAsync("auth/login", new { email, password });
        var token = await ReadAsync<JsonElement>(login);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        using var created = await http.PostAsJsonAsync("projects", new { name = $"benchmark {Guid.CreateVersion7()}" });
        var project = await ReadAsync<JsonElement>(created);
        return new IngestionClient(http, project.GetProperty("id").GetString()!);
    }

    /// <summary>Has every upload from now on profiled or not. Default: not.</summary>
    public void SetProfile(bool isProfiled) =>
        _recipe = JsonSerializer.Serialize(Orders.OrdersRecipe.Create() with { Profile = isProfiled }, ContractsJson.Options);

    /// <summary>Uploads bytes with the orders recipe and starts their job.</summary>
    public Task<UploadAnswer> UploadAsync(string fileName, ReadOnlyMemory<byte> content) => UploadAsync(fileName, new ReadOnlyMemoryContent(content));

    /// <summary>Uploads a file with the orders recipe and starts its job.</summary>
    public Task<UploadAnswer> UploadAsync(string fileName, string path) => UploadAsync(fileName, new StreamContent(File.OpenRead(path)));

    /// <summary>A job as it is now.</summary>
    public async Task<Job> GetJobAsync(JobId id)
    {
        using var response = await _http.GetAsync(new Uri($"ingestion/jobs/{id}", UriKind.Relative));
        return await ReadAsync<Job>(response);
    }

    /// <summary>A job's event stream.</summary>
    public Task<Stream> FollowAsync(JobId id) => _http.GetStreamAsync(new Uri($"ingestion/jobs/{id}/events", UriKind.Relative));

    private async Task<UploadAnswer> UploadAsync(string fileName, HttpContent file)
    {
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(_projectId), "projectId" },
            { new StringContent(_recipe, mediaType: new MediaTypeHeaderValue(Json)), "recipe" },
            { file, "file", fileName },
        };
        using var response = await _http.PostAsync("ingestion/upload/file", form);
        return await ReadAsync<UploadAnswer>(response);
    }

    /// <summary>The newest jobs of the project, page after page until there are so many; all of them by default.</summary>
    public async Task<IReadOnlyList<Job>> ListJobsAsync(int count = int.MaxValue)
    {
        var jobs = new List<Job>();
        for (string? cursor = ""; cursor is not null && jobs.Count < count;)
        {
            var after = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            using var response = await _http.GetAsync(new Uri($"ingestion/jobs?projectId={_projectId}&limit=100{after}", UriKind.Relative));
            var page = await ReadAsync<Page<Job>>(response);
            jobs.AddRange(page.Items);
            cursor = page.NextCursor;
        }

        return jobs;
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient Connect(Uri address) => new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} answered {(int)response.StatusCode}: "
                + await response.Content.ReadAsStringAsync());
        }

        return (await response.Content.ReadFromJsonAsync<T>(ContractsJson.Options))!;
    }
}
