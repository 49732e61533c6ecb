using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;

namespace Ingestion.Cluster.Tests;

public sealed partial class FaultTests
{
    [Fact]
    public async Task DiskOfOneSilo_Full_TheOthersDoItsWork()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        Assert.SkipUnless(FullDisk.IsPossible, FullDisk.Needs);
        await _cluster.EnsureSilosAsync(Silos);
        await _cluster.AddFullSiloAsync();
        var job = await DisturbedJob.BeginAsync(undisturbed, "FIRST", Silos + 1, output);

        await job.AssertAsUndisturbedAsync();

        var log = (await _cluster.Api.LogOfAsync(job.Id)).Select(entry => entry.Message).ToList();
        foreach (var line in log)
            output.WriteLine(line);
        Assert.Contains(log, line => line.Contains("full", StringComparison.Ordinal));
        await EndsSmallJobsAsync();
        await _cluster.EnsureSilosAsync(Silos);
    }

    /// <summary>Some of them fall to the silo without room, which has to hand them on.</summary>
    private async Task EndsSmallJobsAsync()
    {
        var project = await _cluster.Api.CreateProjectAsync();
        for (var i = 0; i < 12; i++)
        {
            var upload = await _cluster.Api.UploadAsync(project, "orders.csv", $"a,b\n1,{i}\n2,{i}\n");
            var job = await _cluster.Api.WaitForEndAsync(upload.Job.Id);
            Assert.Equal((JobStatus.Completed, 1, null, 2), (job.Status, job.Attempt, job.Error, job.RowsClean));
            Assert.Equal($"a,b\n1,{i}\n2,{i}\n", System.Text.Encoding.UTF8.GetString(await _cluster.Api.DownloadAsync($"/ingestion/jobs/{job.Id}/result?format=csv")));
        }
    }
}
