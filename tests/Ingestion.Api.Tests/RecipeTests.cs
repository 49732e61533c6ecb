using System.Net;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Api.Tests;

public sealed class RecipeTests(ApiHost host)
{
    private const string Rules = """{"rules": [{"id": "there", "type": "NOT_NULL", "column": "name"}], "mapping": [{"from": "name"}]}""";

    [Fact]
    public async Task Save_Change_List_GiveVersions()
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);

        var saved = await SaveAsync(client, project, "nightly", Rules);
        var first = await saved.JsonAsync(HttpStatusCode.Created);
        var same = await (await SaveAsync(client, project, " nightly ", Rules)).JsonAsync();
        var second = await (await SaveAsync(client, project, "nightly", """{"rules": []}""")).JsonAsync(HttpStatusCode.Created);

        Assert.Equal($"/ingestion/recipes/{first.Text("id")}", saved.Headers.Location?.ToString());
        Assert.Equal((1, 1, 2), (Version(first), Version(same), Version(second)));
        Assert.Equal(first.Text("hash"), same.Text("hash"));
        Assert.Equal("NOT_NULL", first.GetProperty("recipe").GetProperty("rules")[0].Text("type"));
        Assert.Equal([2], await VersionsAsync($"projectId={project}"));
        Assert.Equal([2, 1], await VersionsAsync($"projectId={project}&name=nightly"));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/ingestion/recipes/{second.Text("id")}", Answers.Cancellation)).StatusCode);
        Assert.Equal([1], await VersionsAsync($"projectId={project}"));
        await (await client.ReadAsync($"/ingestion/recipes/{second.Text("id")}")).ProblemAsync(HttpStatusCode.NotFound, "not-found");

        async Task<IEnumerable<int>> VersionsAsync(string query) =>
            (await (await client.ReadAsync($"/ingestion/recipes?{query}")).JsonAsync()).GetProperty("items").EnumerateArray().Select(Version);
    }

    [Fact]
    public async Task Export_SavedInAnotherProject_IsTheSameRecipe()
    {
        using var client = host.ClientOf(host.Owner);
        var saved = await (await SaveAsync(client, await host.CreateProjectAsync(), "a/b: nightly", Rules)).JsonAsync(HttpStatusCode.Created);

        var export = await client.ReadAsync($"/ingestion/recipes/{saved.Text("id")}/export");
        Assert.Equal("a_b_ nightly.v1.recipe.json", export.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var file = JsonElement.Parse(await export.Content.ReadAsStringAsync(Answers.Cancellation));
        var other = await host.CreateProjectAsync();
        var imported = await (await SaveAsync(client, other, file.Text("name"), file.GetProperty("recipe").GetRawText())).JsonAsync(HttpStatusCode.Created);

        Assert.Equal((saved.Text("name"), saved.Text("hash"), 1), (imported.Text("name"), imported.Text("hash"), Version(imported)));
    }

    [Fact]
    public async Task Recipe_OfAProject_IsSeenByItsMembersAndChangedByItsEditors()
    {
        var project = await host.CreateProjectAsync();
        using var owner = host.ClientOf(host.Owner);
        using var other = host.ClientOf(host.Other);
        var id = (await (await SaveAsync(owner, project, "nightly", Rules)).JsonAsync(HttpStatusCode.Created)).Text("id");

        await (await other.ReadAsync($"/ingestion/recipes/{id}")).ProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await SaveAsync(other, project, "mine", Rules)).ProblemAsync(HttpStatusCode.NotFound, "not-found");
        await owner.PostAsync($"/projects/{project}/members", new { email = "other@example.com", role = "VIEWER" });

        await (await other.ReadAsync($"/ingestion/recipes/{id}")).JsonAsync();
        await (await SaveAsync(other, project, "mine", Rules)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await other.DeleteAsync($"/ingestion/recipes/{id}", Answers.Cancellation)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData(" ", Rules, "name")]
    [InlineData("a", """{"version": 2}""", "recipe.version")]
    public async Task Save_BadBody_NamesTheField(string name, string recipe, string field)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await SaveAsync(client, await host.CreateProjectAsync(), name, recipe)).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.Error(field));
    }

    private static int Version(JsonElement recipe) => recipe.GetProperty("version").GetInt32();

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, ProjectId project, string name, string recipe) =>
        client.PostTextAsync("/ingestion/recipes", $$"""{"projectId": "{{project}}", "name": {{JsonSerializer.Serialize(name)}}, "recipe": {{recipe}}}""");
}
