using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Ingestion.Api;
using Ingestion.Api.Auth;
using Ingestion.Api.Uploads;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Runs;
using Ingestion.Data;
using Ingestion.Silo;

namespace Ingestion.Standalone;

/// <summary>
/// Rehearses what a user of the API does: some small uploads, and a large one whose job is followed to its end. Its second host listens
/// on the loopback address for as long as that takes, and takes nothing without a token that nobody else has.
/// </summary>
internal sealed class UploadRehearsal(EngineOptions engine) : Rehearsal(engine)
{
    private const int SmallUploads = 5;
    private const int SmallRows = 200;
    private const int MostSmallRows = 1000;
    private const int KeyBytes = 32;

    protected override Task RehearseAsync(string folder, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        Seclude(builder, folder);
        builder.Configuration[AuthOptions.JwtKeySetting] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
        builder.Configuration[$"{UploadOptions.Section}:{nameof(UploadOptions.SyncMaxBytes)}"] = "0";
        builder.Configuration[$"{UploadOptions.Section}:{nameof(UploadOptions.SyncMaxRows)}"] = $"{MostSmallRows}";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddIngestionSilo();
        builder.AddIngestionApi();
        var app = builder.Build();
        app.MapIngestionApi();
        return WithAsync(app, _ => UseAsync(app, cancellationToken), cancellationToken);
    }

    private static async Task UseAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var user = await app.Services.GetRequiredService<UserTable>().CreateAsync("warm-up@localhost", "Warm-up", $"{Guid.NewGuid()}", cancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", app.Services.GetRequiredService<AccessTokens>().Issue(user).Token);
        using var created = await http.PostAsJsonAsync("projects", new { name = "Warm-up" }, cancellationToken);
        var project = await ReadAsync(created, cancellationToken);
        var projectId = project.GetProperty("id").GetString()!;

        var jobId = await UploadAsync(http, projectId, WarmUpSource.Csv(), cancellationToken);
        // The stream ends with the job.
        await http.GetStringAsync($"ingestion/jobs/{jobId}/events", cancellationToken);
        await http.GetStringAsync($"ingestion/jobs/{jobId}", cancellationToken);
        await http.GetStringAsync($"ingestion/jobs?projectId={projectId}", cancellationToken);
        await http.GetByteArrayAsync($"ingestion/jobs/{jobId}/result", cancellationToken);
        await http.GetByteArrayAsync($"ingestion/jobs/{jobId}/rejects", cancellationToken);
        for (var upload = 0; upload < SmallUploads; upload++)
            await UploadAsync(http, projectId, WarmUpSource.Csv(SmallRows), cancellationToken);
    }

    private static async Task<string> UploadAsync(HttpClient http, string projectId, byte[] csv, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(projectId), "projectId" },
            { JsonContent.Create(WarmUpSource.Recipe, options: ContractsJson.Options), "recipe" },
            { new ByteArrayContent(csv), "file", "warm-up.csv" },
        };
        using var response = await http.PostAsync("ingestion/upload/file", form, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        return answer.GetProperty("jobId").GetString()!;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }
}
