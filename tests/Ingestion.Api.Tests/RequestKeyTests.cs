using System.Net;
using Ingestion.Contracts;

namespace Ingestion.Api.Tests;

/// <summary>Uploads that are sent again with the key they were sent with.</summary>
public sealed class RequestKeyTests(ApiHost host)
{
    private const string Csv = "id,name\n1,Ada\n";

    [Fact]
    public async Task Upload_SentAgainWithItsKey_IsThereOnce()
    {
        var project = await host.CreateProjectAsync();

        var first = await (await UploadAsync(project, "nightly-1")).JsonAsync();
        var again = await (await UploadAsync(project, "nightly-1")).JsonAsync();
        var other = await (await UploadAsync(project, "nightly-2")).JsonAsync();
        var plain = await (await UploadAsync(project, null)).JsonAsync();

        Assert.Equal(first.Text("artifactId"), again.Text("artifactId"));
        var ids = new[] { first, other, plain }.Select(answer => answer.Text("artifactId")).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids.Order(StringComparer.Ordinal).Select(id => Path.Combine(FolderOf(project), "raw", id, "data")), FilesOf(project));
    }

    [Fact]
    public async Task Upload_SentManyTimesAtOnceWithOneKey_IsThereOnce()
    {
        var project = await host.CreateProjectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await (await UploadAsync(project, "one")).JsonAsync()));

        var id = Assert.Single(answers.Select(answer => answer.Text("artifactId")).Distinct());
        Assert.Equal([Path.Combine(FolderOf(project), "raw", id, "data")], FilesOf(project));
    }

    [Fact]
    public async Task Upload_OfSomethingElseWithAUsedKey_IsRefusedAndNotKept()
    {
        var project = await host.CreateProjectAsync();
        await (await UploadAsync(project, "one")).JsonAsync();
        var kept = FilesOf(project);

        var problem = await (await UploadAsync(project, "one", Csv + "2,Grace\n")).ProblemAsync(HttpStatusCode.Conflict, "key-reused");

        Assert.Equal(
            "A request with this Idempotency-Key asked for something else in this project before: another file, recipe or option. Send the same again, or choose a new key.",
            problem.Text("detail"));
        await (await UploadAsync(project, "one", recipe: """{"rules":[{"id":"a","type":"NOT_NULL","column":"id"}]}""")).ProblemAsync(HttpStatusCode.Conflict, "key-reused");
        Assert.Equal(kept, FilesOf(project));
    }

    [Fact]
    public async Task Upload_ToAnotherProjectWithTheSameKey_IsItsOwn()
    {
        var (project, other) = (await host.CreateProjectAsync(), await host.CreateProjectAsync());

        var first = await (await UploadAsync(project, "one")).JsonAsync();
        var second = await (await UploadAsync(other, "one", Csv + "2,Grace\n")).JsonAsync();

        Assert.NotEqual(first.Text("artifactId"), second.Text("artifactId"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task Upload_WithAKeyThatIsNone_IsRefused(string? key)
    {
        var project = await host.CreateProjectAsync();

        var problem = await (await UploadAsync(project, key ?? new string('k', 201))).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal("Send one key of 1 to 200 characters, such as a UUID, or leave the header out.", problem.Error("Idempotency-Key"));
        Assert.Empty(FilesOf(project));
    }

    [Fact]
    public async Task OpenApi_NamesTheHeader_WhereItIsTaken()
    {
        using var client = host.Anonymous();

        var paths = (await (await client.ReadAsync("/openapi/v1.json")).JsonAsync()).GetProperty("paths");

        var taking = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Where(operation =>
            operation.Value.TryGetProperty("parameters", out var all) && all.EnumerateArray().Any(one => one.Text("name") == "Idempotency-Key"))
            .Select(operation => $"{operation.Name} {path.Name}"));
        Assert.Equal(["post /ingestion/jobs", "post /ingestion/jobs/{id}/rejects/repair", "post /ingestion/upload/file"], taking.Order(StringComparer.Ordinal));
    }

    private async Task<HttpResponseMessage> UploadAsync(ProjectId project, string? key, string csv = Csv, string? recipe = null)
    {
        using var client = host.ClientOf(host.Owner);
        using var form = new MultipartFormDataContent { { new StringContent($"{project}"), "projectId" }, { new StringContent("false"), "start" } };
        if (recipe is not null)
            form.Add(new StringContent(recipe), "recipe");
        form.Add(new StringContent(csv), "file", "orders.csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ingestion/upload/file") { Content = form };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request, Answers.Cancellation);
    }

    private string FolderOf(ProjectId project) => Path.Combine(host.ArtifactFolder, $"{project}");

    private string[] FilesOf(ProjectId project) => !Directory.Exists(FolderOf(project))
        ? []
        : [.. Directory.GetFiles(FolderOf(project), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
