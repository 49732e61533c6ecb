using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Ingestion.Api.Tests;

/// <summary>Reads answers and checks problem documents.</summary>
internal static class Answers
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(expected == response.StatusCode, $"Expected {expected}, got {response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode expected, string slug)
    {
        var problem = await response.JsonAsync(expected);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("urn:ingestion:problem:" + slug, problem.Text("type"));
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("traceId"));
        return problem;
    }

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static string Error(this JsonElement problem, string field) =>
        Assert.Single(problem.GetProperty("errors").GetProperty(field).EnumerateArray()).GetString()!;

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) =>
        client.PostAsJsonAsync(path, body, Cancellation);

    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string body, string mediaType = "application/json") =>
        client.PostAsync(path, new StringContent(body, Encoding.UTF8, mediaType), Cancellation);

    public static Task<HttpResponseMessage> ReadAsync(this HttpClient client, string path) =>
        client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancellation);
}
