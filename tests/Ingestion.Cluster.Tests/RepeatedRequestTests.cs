using System.Net;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;

namespace Ingestion.Cluster.Tests;

/// <summary>Requests that come several times at once with one key, where the database is a server and the silos are several.</summary>
[Collection<OperatedCluster>]
public sealed class RepeatedRequestTests(Undisturbed undisturbed)
{
    private const int Times = 12;
    private readonly Hosts.Cluster _cluster = undisturbed.Cluster;

    [Fact]
    public async Task Uploads_OfTwoFilesAtOnceWithOneKey_OneFileIsThereAndCleanedOnce()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        var project = await _cluster.Api.CreateProjectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(i => _cluster.Api.UploadAsync(project, "people.csv", $"id,name\n{i % 2},Ann\n", key: "one")));

        var taken = answers.Where(answer => answer.Status != HttpStatusCode.Conflict).ToList();
        Assert.Equal(Times / 2, taken.Count);
        Assert.All(taken, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text));
        Assert.All(answers.Except(taken), answer => Assert.Equal("key-reused", answer.ProblemType));
        var id = Assert.Single(taken.Select(answer => answer.Job.Id).Distinct());
        Assert.Equal(JobStatus.Completed, (await _cluster.Api.WaitForEndAsync(id)).Status);
        Assert.Equal((1, 1), (await CountAsync("ingestion_artifacts"), await CountAsync("ingestion_jobs")));

        Task<long> CountAsync(string table) => _cluster.CountAsync($"SELECT COUNT(*) FROM {table} WHERE project_id = @project", ("@project", project.ToString()));
    }
}
