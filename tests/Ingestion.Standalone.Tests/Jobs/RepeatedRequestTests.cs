using System.Net;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>Requests that a client sends again with their key, since it got no answer: what they start is started once.</summary>
public sealed class RepeatedRequestTests(SharedStandalone standalone)
{
    private const string People = "id,name\n1,Ann\n2,\n";
    private const string Recipe = """{ "rules": [ { "id": "named", "type": "NOT_NULL", "column": "name" } ] }""";

    private ApiClient Api => standalone.Api;

    [Fact]
    public async Task Upload_SentAgain_IsAnsweredWithItsOneJob()
    {
        var project = await Api.CreateProjectAsync();

        var first = await Api.UploadAsync(project, "people.csv", People, Recipe, key: "nightly 1");
        var again = await Api.UploadAsync(project, "people.csv", People, Recipe, key: "nightly 1");

        Assert.Equal((HttpStatusCode.OK, JobStatus.Completed, 1, 1), (first.Status, first.Job.Status, first.Job.RowsClean, first.Job.RowsRejected));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.Job.Id, Assert.Single(await JobsOfAsync(project)).Id);
    }

    [Fact]
    public async Task Upload_SentManyTimesAtOnce_RunsOnce()
    {
        var project = await Api.CreateProjectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Api.UploadAsync(project, "people.csv", People, Recipe, key: "one")));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text));
        var id = Assert.Single(answers.Select(answer => answer.Job.Id).Distinct());
        Assert.Equal((JobStatus.Completed, 1), ((await Api.WaitForEndAsync(id)).Status, (await JobsOfAsync(project)).Count));
    }

    [Fact]
    public async Task Job_StartedAgain_IsTheSame()
    {
        var project = await Api.CreateProjectAsync();
        var artifact = (await Api.UploadAsync(project, "people.csv", People, start: false)).Json.GetProperty("artifactId").GetString();
        var body = new { projectId = project, artifactId = artifact, recipe = JsonSerializer.Deserialize<JsonElement>(Recipe) };

        var first = (await Api.PostAsync("/ingestion/jobs", body, "job")).Read<Job>();
        var again = (await Api.PostAsync("/ingestion/jobs", body, "job")).Read<Job>();
        var other = await Api.PostAsync("/ingestion/jobs", body with { recipe = JsonSerializer.Deserialize<JsonElement>("{}") }, "job");

        Assert.Equal(first.Id, again.Id);
        Assert.Equal((HttpStatusCode.Conflict, "key-reused"), (other.Status, other.ProblemType));
        Assert.Equal(JobStatus.Completed, (await Api.WaitForEndAsync(first.Id)).Status);
        Assert.Single(await JobsOfAsync(project));
    }

    [Fact]
    public async Task Repair_SentAgain_AddsItsRowsOnce()
    {
        var project = await Api.CreateProjectAsync();
        var job = (await Api.UploadAsync(project, "people.csv", People, Recipe)).Job;
        var list = System.Text.Encoding.UTF8.GetString(await Api.DownloadAsync($"/ingestion/jobs/{job.Id}/rejects?format=csv"));
        var corrected = System.Text.Encoding.UTF8.GetBytes(list.Replace("\"2,\"", "\"2,Bob\"", StringComparison.Ordinal));

        var first = await Api.RepairAsync(job.Id, "people.csv", corrected, "repair");
        var again = await Api.RepairAsync(job.Id, "people.csv", corrected, "repair");

        Assert.Equal((HttpStatusCode.OK, 1), (first.Status, first.Job.RowsClean));
        Assert.Equal(first.Job.Id, again.Job.Id);
        Assert.Equal((2, 1), ((await Api.GetJobAsync(job.Id)).RowsClean, (await Api.GetJobAsync(job.Id)).Repairs!.Count));
    }

    private async Task<IReadOnlyList<Job>> JobsOfAsync(ProjectId project) =>
        (await Api.GetAsync($"/ingestion/jobs?projectId={project}")).Read<Page<Job>>().Items;
}
