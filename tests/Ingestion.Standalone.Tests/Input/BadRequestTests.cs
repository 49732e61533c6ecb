using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Input;

/// <summary>Requests that ask for what cannot be: recipes that do not fit, things that are not there, things of others.</summary>
public sealed class BadRequestTests(SharedStandalone shared)
{
    private const string Missing = "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b";

    [Theory]
    [InlineData("""{"rules":[{"id":"r","type":"NOT_NULL","column":"zz"}]}""",
        "recipe.rules[0].column: There is no column 'zz'. The source has 'a', 'b'.")]
    [InlineData("""{"mapping":[{"from":"zz"}]}""",
        "recipe.mapping[0].from: There is no column 'zz'. The source has 'a', 'b'.")]
    [InlineData("""{"rules":[{"id":"r","type":"REGEX","column":"b","params":{"pattern":"(a"}}]}""",
        "recipe.rules[0].params.pattern: The pattern is not a regular expression: Invalid pattern '(a' at offset 2. Not enough )'s.")]
    [InlineData("""{"rules":[{"id":"r","type":"RANGE","column":"a","params":{"min":5,"max":1}}]}""",
        "recipe.rules[0].params.min: min 5 is above max 1; no value can lie between them.")]
    [InlineData("""{"rules":[{"id":"r","type":"RANGE","column":"a"}]}""",
        "recipe.rules[0].params: RANGE needs min, max or both.")]
    [InlineData("""{"rules":[{"id":"r","type":"NOPE"}]}""",
        "recipe.rules[0].type: 'NOPE' is not one of NOT_NULL, RANGE, REGEX, DEDUPE, TYPE, ")]
    public async Task Recipe_ThatDoesNotFit_IsRefusedWithItsReason(string recipe, string detail)
    {
        var project = await shared.Api.CreateProjectAsync();

        var answer = await shared.Api.UploadAsync(project, "table.csv", "a,b\n1,x\n", recipe);

        Assert.Equal((400, "invalid-request"), ((int)answer.Status, answer.ProblemType));
        Assert.StartsWith(detail, answer.Detail, StringComparison.Ordinal);
        Assert.Empty((await shared.Api.GetAsync($"/ingestion/jobs?projectId={project}")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Recipe_ThatIsNoJson_IsRefusedWithThePlace()
    {
        var project = await shared.Api.CreateProjectAsync();

        var answer = await shared.Api.UploadAsync(project, "table.csv", "a,b\n1,x\n", """{"rules":""");

        Assert.Equal((400, "malformed-json"), ((int)answer.Status, answer.ProblemType));
        Assert.EndsWith("(line 1, byte 10)", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"/projects/{Missing}", "project")]
    [InlineData($"/ingestion/jobs?projectId={Missing}", "project")]
    [InlineData($"/ingestion/artifacts?projectId={Missing}", "project")]
    [InlineData($"/ingestion/jobs/{Missing}", "job")]
    [InlineData($"/ingestion/jobs/{Missing}/logs", "job")]
    [InlineData($"/ingestion/jobs/{Missing}/events", "job")]
    [InlineData($"/ingestion/jobs/{Missing}/result", "job")]
    [InlineData($"/ingestion/jobs/{Missing}/rejects", "job")]
    [InlineData($"/ingestion/artifacts/{Missing}", "artifact")]
    [InlineData($"/ingestion/artifacts/{Missing}/raw", "artifact")]
    [InlineData($"/ingestion/artifacts/{Missing}/sniff", "artifact")]
    public async Task Thing_ThatIsNotThere_IsNotFound(string path, string what) =>
        AssertNotFound(await shared.Api.GetAsync(path), what, Missing);

    [Fact]
    public async Task Thing_OfSomebodyElse_IsNotFoundInTheSameWords()
    {
        var project = await shared.Api.CreateProjectAsync();
        var upload = await shared.Api.UploadAsync(project, "table.csv", "a,b\n1,x\n");
        var (job, artifact) = ($"{upload.Job.Id}", upload.Json.GetProperty("artifactId").GetString()!);
        using var stranger = await ApiClient.SignInAsync(shared.Address, SharedStandalone.OtherEmail, SharedStandalone.OtherPassword);

        AssertNotFound(await stranger.GetAsync($"/projects/{project}"), "project", $"{project}");
        AssertNotFound(await stranger.GetAsync($"/ingestion/jobs?projectId={project}"), "project", $"{project}");
        AssertNotFound(await stranger.UploadAsync(project, "table.csv", "a,b\n1,x\n"), "project", $"{project}");
        foreach (var path in (string[])["", "/logs", "/events", "/result", "/rejects"])
            AssertNotFound(await stranger.GetAsync($"/ingestion/jobs/{job}{path}"), "job", job);
        AssertNotFound(await stranger.PostAsync($"/ingestion/jobs/{job}/cancel"), "job", job);
        AssertNotFound(await stranger.PostAsync($"/ingestion/jobs/{job}/retry"), "job", job);
        AssertNotFound(await stranger.GetAsync($"/ingestion/artifacts/{artifact}"), "artifact", artifact);
        AssertNotFound(await stranger.GetAsync($"/ingestion/artifacts/{artifact}/raw"), "artifact", artifact);
        Assert.Empty((await stranger.GetAsync("/projects")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Cancel_OfAFinishedJob_IsAConflict()
    {
        var project = await shared.Api.CreateProjectAsync();
        var job = (await shared.Api.UploadAsync(project, "table.csv", "a,b\n1,x\n")).Job;

        var cancel = await shared.Api.PostAsync($"/ingestion/jobs/{job.Id}/cancel");
        var retry = await shared.Api.PostAsync($"/ingestion/jobs/{job.Id}/retry");

        Assert.Equal((409, "job-finished", "There is nothing to cancel: the job is COMPLETED."), ((int)cancel.Status, cancel.ProblemType, cancel.Detail));
        Assert.Equal((409, "not-retryable", "Only a FAILED or CANCELLED job can; this one is COMPLETED."), ((int)retry.Status, retry.ProblemType, retry.Detail));
    }

    private static void AssertNotFound(Answer answer, string what, string id) =>
        Assert.Equal((404, "not-found", $"There is no {what} {id}, or it is not in one of your projects."), ((int)answer.Status, answer.ProblemType, answer.Detail));
}
