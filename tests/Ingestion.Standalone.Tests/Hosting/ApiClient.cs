using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>A program that uses the API as documented: over HTTP and nothing else.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    private ApiClient(Uri address) => _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    public string Token { get; private set; } = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ApiClient> SignInAsync(Uri address, string email = TestAccount.Email, string password = TestAccount.Password)
    {
        var client = new ApiClient(address);
        var answer = await client.PostAsync("/auth/login", new { email, password });
        client.Token = answer.Json.GetProperty("accessToken").GetString()!;
        client._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", client.Token);
        return client;
    }

    public async Task<ProjectId> CreateProjectAsync(string name = "Orders")
    {
        var answer = await PostAsync("/projects", new { name });
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Read<Project>().Id;
    }

    public Task<Answer> UploadAsync(ProjectId project, string fileName, string text, string? recipe = null, bool start = true, RecipeId? recipeId = null, string? key = null) =>
        UploadAsync(project, fileName, Encoding.UTF8.GetBytes(text), recipe, start, recipeId, key);

    public Task<Answer> UploadAsync(ProjectId project, string fileName, byte[] bytes, string? recipe = null, bool start = true, RecipeId? recipeId = null, string? key = null) =>
        UploadAsync(project, fileName, new MemoryStream(bytes), recipe, start, recipeId, key);

    public async Task<Answer> UploadAsync(ProjectId project, string fileName, Stream file, string? recipe = null, bool start = true, RecipeId? recipeId = null, string? key = null)
    {
        using var form = new MultipartFormDataContent { { new StringContent(project.ToString()), "projectId" } };
        if (recipe is not null)
            form.Add(new StringContent(recipe), "recipe");
        if (recipeId is { } saved)
            form.Add(new StringContent(saved.ToString()), "recipeId");
        if (!start)
            form.Add(new StringContent("false"), "start");
        form.Add(new StreamContent(file), "file", fileName);
        return await PostAsync("/ingestion/upload/file", form, key);
    }

    /// <summary>Uploads corrected rejects of a job.</summary>
    public async Task<Answer> RepairAsync(JobId id, string fileName, byte[] bytes, string? key = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", fileName } };
        return await PostAsync($"/ingestion/jobs/{id}/rejects/repair", form, key);
    }

    /// <summary>Uploads a large file and returns the job that cleans it.</summary>
    public async Task<Job> UploadLargeAsync(ProjectId project, string path, string recipe)
    {
        await using var file = File.OpenRead(path);
        var answer = await UploadAsync(project, Path.GetFileName(path), file, recipe);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Job;
    }

    public async Task<Answer> GetAsync(string path) => await Answer.OfAsync(await _http.GetAsync(path, Cancellation));

    public Task<Answer> PostAsync(string path, object? body = null, string? key = null) =>
        PostAsync(path, JsonContent.Create(body ?? new { }, options: ContractsJson.Options), key);

    private async Task<Answer> PostAsync(string path, HttpContent content, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Answer.OfAsync(await _http.SendAsync(request, Cancellation));
    }

    public async Task<Answer> DeleteAsync(string path) => await Answer.OfAsync(await _http.DeleteAsync(path, Cancellation));

    public async Task<Job> GetJobAsync(JobId id) => (await GetAsync($"/ingestion/jobs/{id}")).Read<Job>();

    public async Task<byte[]> DownloadAsync(string path)
    {
        var answer = await GetAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Bytes;
    }

    public Task<Job> WaitForEndAsync(JobId id) => WaitForJobAsync(id, job => job.Status.IsFinal());

    public Task<Job> WaitForJobAsync(JobId id, Func<Job, bool> condition) => Polling.UntilAsync($"job {id}", async () =>
    {
        var job = await GetJobAsync(id);
        return condition(job) ? job : null;
    });

    public async Task<IReadOnlyList<JobLogEntry>> LogOfAsync(JobId id) => (await GetAsync($"/ingestion/jobs/{id}/logs")).Read<List<JobLogEntry>>();

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, Uri? Location, string? ContentType, string? FileName, byte[] Bytes)
{
    /// <summary>When to ask again, where the answer says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => Read<JsonElement>();

    /// <summary>The job inside an upload's answer.</summary>
    public Job Job => Json.GetProperty("job").Deserialize<Job>(ContractsJson.Options)!;

    /// <summary>A problem's type without its constant beginning.</summary>
    public string? ProblemType => Text.StartsWith('{') && Json.TryGetProperty("type", out var type)
        ? type.GetString()!.Replace("urn:ingestion:problem:", "", StringComparison.Ordinal) : null;

    public string? Detail => Json.TryGetProperty("detail", out var detail) ? detail.GetString() : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var content = response.Content;
            return new Answer(response.StatusCode, response.Headers.Location, content.Headers.ContentType?.ToString(),
                content.Headers.ContentDisposition?.FileNameStar ?? content.Headers.ContentDisposition?.FileName,
                await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            {
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
    }

    public T Read<T>() => JsonSerializer.Deserialize<T>(Bytes, ContractsJson.Options)!;
}
