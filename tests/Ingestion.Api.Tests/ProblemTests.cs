using System.Net;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Ingestion.Api.Tests;

public sealed class ProblemTests(ApiHost host)
{
    private const string Id = "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b";

    [Theory]
    [InlineData("{\"name\": oops}", "$.name", "malformed-json", "(line 1, byte 10)")]
    [InlineData("{\"name\": \"x\"", "$", "malformed-json", "(line 1, byte 13)")]
    [InlineData("{\"name\": 5}", "name", "invalid-request", "This must be a text.")]
    [InlineData("{\"name\": null}", "name", "invalid-request", "This must not be null; leave it out for its default.")]
    [InlineData("{}", "name", "invalid-request", "This is required.")]
    [InlineData("{\"name\": \"x\", \"nmae\": 1}", "nmae", "invalid-request", "There is no property 'nmae' here; check its spelling.")]
    [InlineData("[]", "$", "invalid-request", "This must be an object.")]
    public async Task Body_ThatDoesNotFit_SaysWhereAndWhy(string body, string field, string slug, string message)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.PostTextAsync("/projects", body)).ProblemAsync(HttpStatusCode.BadRequest, slug);

        Assert.EndsWith(message, problem.Error(field.TrimStart('$', '.') is { Length: > 0 } path ? path : "$"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rules": [null]}""", "recipe", "'rules[0]' must not be null.")]
    [InlineData("""{"mapping": [{"from": "a"}, null]}""", "recipe", "'mapping[1]' must not be null.")]
    [InlineData("""{"source": {"nullTokens": ["x", null]}}""", "recipe.source", "'nullTokens[1]' must not be null.")]
    [InlineData("""{"source": {"nullTokens": null}}""", "recipe.source.nullTokens", "This must not be null; leave it out for its default.")]
    public async Task Recipe_WithNullInAList_SaysWhere(string recipe, string field, string message)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.PostTextAsync("/ingestion/jobs", $$"""{"projectId": "{{Id}}", "artifactId": "{{Id}}", "recipe": {{recipe}} }"""))
            .ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(message, problem.Error(field));
    }

    [Theory]
    [InlineData("""{"type": "NOT_NUL"}""", "recipe.rules[0].type", "'NOT_NUL' is not one of NOT_NULL, RANGE, REGEX, DEDUPE, TYPE, LENGTH, ")]
    [InlineData("""{"type": 1}""", "recipe.rules[0].type", "'1' is not one of NOT_NULL, RANGE, REGEX, DEDUPE, TYPE, LENGTH, ")]
    [InlineData("""{"type": "REGEX", "severity": "WORSE"}""", "recipe.rules[0].severity", "'WORSE' is not one of ERROR, WARNING, FATAL.")]
    [InlineData("""{"type": "REGEX"}""", "recipe.rules[0].id", "This is required.")]
    public async Task Recipe_WithAnUnknownValue_SaysWhatIsAllowed(string rule, string field, string message)
    {
        using var client = host.ClientOf(host.Owner);
        var body = $$$"""{"projectId": "{{{Id}}}", "artifactId": "{{{Id}}}", "recipe": {"rules": [{{{rule}}}] } }""";

        var problem = await (await client.PostTextAsync("/ingestion/jobs", body)).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.StartsWith(message, problem.Error(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Id_InABody_MustBeAUuid()
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.PostTextAsync("/ingestion/jobs", $$"""{"projectId": "seven", "artifactId": "{{Id}}"}"""))
            .ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.StartsWith("This is not an id", problem.Error("projectId"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ingestion/jobs/seven", "id")]
    [InlineData("/ingestion/artifacts/seven/raw", "id")]
    [InlineData("/ingestion/jobs?projectId=seven", "projectId")]
    [InlineData("/ingestion/artifacts", "projectId")]
    [InlineData("/ingestion/jobs?projectId=" + Id + "&status=DONE", "status")]
    [InlineData("/ingestion/jobs/" + Id + "/result?format=xlsx", "format")]
    [InlineData("/ingestion/jobs/" + Id + "/rejects?format=pdf", "format")]
    [InlineData("/ingestion/jobs/" + Id + "/logs?limit=0", "limit")]
    public async Task Address_ThatDoesNotFit_NamesTheField(string path, string field)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.ReadAsync(path)).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.Error(field));
    }

    [Theory]
    [InlineData("/ingestion/jobs/" + Id, "There is no job " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/jobs/" + Id + "/logs", "There is no job " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/jobs/" + Id + "/events", "There is no job " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/jobs/" + Id + "/result", "There is no job " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/jobs/" + Id + "/rejects", "There is no job " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/artifacts/" + Id, "There is no artifact " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/artifacts/" + Id + "/raw", "There is no artifact " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/artifacts/" + Id + "/sniff", "There is no artifact " + Id + ", or it is not in one of your projects.")]
    [InlineData("/projects/" + Id, "There is no project " + Id + ", or it is not in one of your projects.")]
    [InlineData("/ingestion/nonsense", "There is no route /ingestion/nonsense; /openapi/v1.json lists all.")]
    public async Task UnknownThing_Is404(string path, string detail)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.ReadAsync(path)).ProblemAsync(HttpStatusCode.NotFound, "not-found");

        Assert.Equal(detail, problem.Text("detail"));
    }

    [Fact]
    public async Task WrongMethodOrContentType_IsAProblemToo()
    {
        using var client = host.ClientOf(host.Owner);

        var method = await client.DeleteAsync(new Uri("/projects", UriKind.Relative), Answers.Cancellation);
        var content = await client.PostTextAsync("/projects", "name=x", "application/x-www-form-urlencoded");

        await method.ProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        await content.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task Bug_IsShapedWithoutInternals()
    {
        await using var broken = new ApiHost(builder => builder.Services.AddSingleton<IArtifactStore, BrokenStore>());
        await broken.InitializeAsync();
        var artifact = new Artifact
        {
            Id = ArtifactId.New(),
            ProjectId = await broken.CreateProjectAsync(),
            FileName = "a.csv",
            FileFormat = FileFormat.Csv,
            SizeBytes = 1,
            Sha256 = new string('0', 64),
            CreatedAt = DateTimeOffset.UtcNow,
            CreatedBy = broken.Owner.Id,
        };
        await broken.Get<ArtifactTable>().InsertAsync(artifact, Answers.Cancellation);
        using var client = broken.ClientOf(broken.Owner);

        var response = await client.ReadAsync($"/ingestion/artifacts/{artifact.Id}/raw");

        var problem = await response.ProblemAsync(HttpStatusCode.InternalServerError, "internal");
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("BrokenStore", problem.ToString(), StringComparison.Ordinal);
    }

    private sealed class BrokenStore : IArtifactStore
    {
        public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default) => throw new InvalidTimeZoneException("secret");

        public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) => throw new InvalidTimeZoneException("secret");

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => throw new InvalidTimeZoneException("secret");

        public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default) => throw new InvalidTimeZoneException("secret");
    }
}
