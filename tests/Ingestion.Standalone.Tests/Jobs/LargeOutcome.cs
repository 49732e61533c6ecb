using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>What became of a job on <see cref="LargeOrders"/>.</summary>
internal sealed record LargeOutcome(Job Job, byte[] Result, byte[] Rejects)
{
    /// <summary>One chunk at a time, and many of them: there is always a middle to be killed in.</summary>
    public static readonly (string, string)[] Slowly = [("Engine__ChunkBytes", "262144"), ("Silo__CpuLanes", "1"), ("Silo__ChunksInFlight", "1")];

    /// <summary>Waits for the end; the job has completed, and its account is that of the file.</summary>
    public static async Task<LargeOutcome> OfAsync(ApiClient api, JobId id, LargeOrders file)
    {
        var job = await api.WaitForEndAsync(id);
        Assert.Equal((JobStatus.Completed, null), (job.Status, job.Error));
        Assert.Equal(
            (LargeOrders.Read, file.Clean, file.Rejected, file.Duplicate, file.Unreadable),
            (job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        return new LargeOutcome(job, await api.DownloadAsync($"/ingestion/jobs/{id}/result?format=csv"), await api.DownloadAsync($"/ingestion/jobs/{id}/rejects"));
    }
}
