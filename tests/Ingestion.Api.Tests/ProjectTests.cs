using System.Net;

namespace Ingestion.Api.Tests;

public sealed class ProjectTests(ApiHost host)
{
    [Fact]
    public async Task Create_Then_ListPages_NewestFirst()
    {
        var user = await host.Get<Data.UserTable>().CreateAsync($"{Guid.NewGuid():N}@example.com", "Paula Pager", ApiHost.Password, Answers.Cancellation);
        using var client = host.ClientOf(user);
        foreach (var name in (string[])["one", "two", "three"])
        {
            var created = await client.PostAsync("/projects", new { name });
            var project = await created.JsonAsync(HttpStatusCode.Created);
            Assert.Equal("OWNER", project.Text("role"));
            Assert.Equal($"/projects/{project.Text("id")}", created.Headers.Location?.ToString());
        }

        var first = await (await client.ReadAsync("/projects?limit=2")).JsonAsync();
        var second = await (await client.ReadAsync($"/projects?limit=2&cursor={first.Text("nextCursor")}")).JsonAsync();

        Assert.Equal(["three", "two"], first.GetProperty("items").EnumerateArray().Select(item => item.Text("name")));
        Assert.Equal(["one"], second.GetProperty("items").EnumerateArray().Select(item => item.Text("name")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("cursor=rubbish", "cursor")]
    public async Task List_BadPage_NamesTheField(string query, string field)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.ReadAsync("/projects?" + query)).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.Error(field));
    }

    [Fact]
    public async Task Stranger_GetsTheSameAnswerAsForAMissingProject()
    {
        var project = await host.CreateProjectAsync();
        var missing = Guid.CreateVersion7();
        using var stranger = host.ClientOf(host.Other);

        var strange = await (await stranger.ReadAsync($"/ingestion/jobs?projectId={project}")).ProblemAsync(HttpStatusCode.NotFound, "not-found");
        var absent = await (await stranger.ReadAsync($"/ingestion/jobs?projectId={missing}")).ProblemAsync(HttpStatusCode.NotFound, "not-found");

        Assert.Equal(absent.Text("detail").Replace($"{missing}", $"{project}", StringComparison.Ordinal), strange.Text("detail"));
    }

    [Fact]
    public async Task Member_MayWhatTheRoleMay()
    {
        var project = await host.CreateProjectAsync();
        using var owner = host.ClientOf(host.Owner);
        using var member = host.ClientOf(host.Other);

        var added = await (await owner.PostAsync($"/projects/{project}/members", new { email = "OTHER@example.com", role = "VIEWER" })).JsonAsync();
        var seen = await (await member.ReadAsync($"/projects/{project}")).JsonAsync();
        var problem = await (await member.PostAsync($"/projects/{project}/members", new { email = "other@example.com", role = "OWNER" }))
            .ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal("VIEWER", added.Text("role"));
        Assert.Equal("VIEWER", seen.Text("role"));
        Assert.StartsWith("Your role in this project is VIEWER; this needs OWNER.", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody@example.com", "Nobody has an account with the e-mail nobody@example.com.")]
    [InlineData("not a mail", "This is not an e-mail address.")]
    public async Task SetMember_UnknownEmail_IsABadField(string email, string message)
    {
        var project = await host.CreateProjectAsync();
        using var owner = host.ClientOf(host.Owner);

        var problem = await (await owner.PostAsync($"/projects/{project}/members", new { email, role = "EDITOR" }))
            .ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal(message, problem.Error("email"));
    }

    [Fact]
    public async Task Create_EmptyName_IsABadField()
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.PostAsync("/projects", new { name = "  " })).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Equal("Give the project a name of 1 to 200 characters.", problem.Error("name"));
    }
}
