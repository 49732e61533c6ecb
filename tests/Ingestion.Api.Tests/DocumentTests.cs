using System.Net;
using System.Text.Json;

namespace Ingestion.Api.Tests;

public sealed class DocumentTests(ApiHost host)
{
    private static readonly string[] Rules =
    [
        "NOT_NULL", "RANGE", "REGEX", "DEDUPE", "TYPE", "LENGTH", "ALLOWED_VALUES", "FORMAT", "COMPARE", "EXPRESSION", "UNIQUE", "TRIM", "COLLAPSE_SPACES", "CASE", "REPLACE",
        "FILL", "NULL_IF", "MAP_VALUES", "PARSE_DATE", "PARSE_NUMBER", "NORMALIZE", "SPLIT", "CONCAT", "MASK", "REFERENCE",
    ];

    [Fact]
    public async Task OpenApi_ListsEveryRoute()
    {
        using var client = host.Anonymous();

        var document = await (await client.ReadAsync("/openapi/v1.json")).JsonAsync();

        string[] expected =
        [
            "POST /auth/login", "POST /auth/redeem", "GET /auth/me", "POST /auth/keys",
            "GET /projects", "POST /projects", "GET /projects/{id}", "POST /projects/{id}/members",
            "GET /ingestion/templates/cleaning", "GET /ingestion/recipes", "POST /ingestion/recipes", "GET /ingestion/recipes/{id}",
            "GET /ingestion/recipes/{id}/export", "GET /ingestion/recipes/{id}/match", "DELETE /ingestion/recipes/{id}", "POST /ingestion/upload/file",
            "GET /ingestion/artifacts", "GET /ingestion/artifacts/{id}", "DELETE /ingestion/artifacts/{id}",
            "GET /ingestion/artifacts/{id}/sniff", "GET /ingestion/artifacts/{id}/profile", "GET /ingestion/artifacts/{id}/raw", "POST /ingestion/preview",
            "GET /ingestion/jobs", "POST /ingestion/jobs", "GET /ingestion/jobs/{id}", "GET /ingestion/jobs/{id}/logs",
            "GET /ingestion/jobs/{id}/events", "POST /ingestion/jobs/{id}/cancel", "POST /ingestion/jobs/{id}/retry",
            "GET /ingestion/jobs/{id}/result", "GET /ingestion/jobs/{id}/rejects", "POST /ingestion/jobs/{id}/rejects/repair", "GET /ingestion/jobs/{id}/profile",
        ];
        var actual = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OpenApi_TellsIdsAndEnumsAsTheyAre()
    {
        using var client = host.Anonymous();

        var schemas = (await (await client.ReadAsync("/openapi/v1.json")).JsonAsync()).GetProperty("components").GetProperty("schemas");

        Assert.Equal("uuid", schemas.GetProperty("ProjectId").Text("format"));
        Assert.Equal(Rules,
            schemas.GetProperty("RuleType").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
    }

    [Theory]
    [InlineData("/health", "Healthy")]
    [InlineData("/alive", "Healthy")]
    [InlineData("/scalar", "<!doctype html>")]
    public async Task OpenPage_NeedsNoSignIn(string path, string content)
    {
        using var client = host.Anonymous();

        var response = await client.ReadAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(content, await response.Content.ReadAsStringAsync(Answers.Cancellation), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Templates_CarryTheSchemaOfTheirParameters()
    {
        using var client = host.ClientOf(host.Owner);

        var templates = await (await client.ReadAsync("/ingestion/templates/cleaning")).JsonAsync();

        Assert.Equal(Rules, templates.EnumerateArray().Select(template => template.Text("key")));
        Assert.All(templates.EnumerateArray(), template =>
        {
            Assert.NotEmpty(template.Text("label"));
            Assert.NotEmpty(template.Text("description"));
            Assert.Equal("object", template.GetProperty("params").Text("type"));
        });
        var dedupe = templates[3].GetProperty("params").GetProperty("properties");
        Assert.Equal(1, dedupe.GetProperty("columns").GetProperty("minItems").GetInt32());
        Assert.Equal(JsonValueKind.Array, dedupe.GetProperty("keep").GetProperty("enum").ValueKind);
    }
}
