using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>What became of a job.</summary>
internal sealed record Outcome(Job Job, byte[] Result, byte[] Rejects)
{
    public RowCounts Counts => new(Job.RowsRead, Job.RowsClean, Job.RowsRejected, Job.RowsDuplicate, Job.RowsUnreadable);

    /// <summary>Waits for the job's end.</summary>
    public static async Task<Outcome> OfAsync(ApiClient api, JobId id)
    {
        var job = await api.WaitForEndAsync(id);
        return job.Status == JobStatus.Completed
            ? new Outcome(job, await api.DownloadAsync($"/ingestion/jobs/{id}/result?format=csv"), await api.DownloadAsync($"/ingestion/jobs/{id}/rejects"))
            : new Outcome(job, [], []);
    }

    /// <summary>The job has completed at its first attempt, with the bytes and the account of an undisturbed one.</summary>
    public void AssertEqualTo(Outcome expected)
    {
        Assert.Equal((JobStatus.Completed, 1, null), (Job.Status, Job.Attempt, Job.Error));
        Assert.Equal(expected.Counts, Counts);
        Assert.Equal(expected.Job.Violations.OrderBy(count => count.RuleId), Job.Violations.OrderBy(count => count.RuleId));
        Assert.True(expected.Result.AsSpan().SequenceEqual(Result), "The results differ.");
        Assert.True(expected.Rejects.AsSpan().SequenceEqual(Rejects), "The rejects differ.");
    }
}
