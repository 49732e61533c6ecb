using System.Collections.Concurrent;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Jobs;

[assembly: AssemblyFixture(typeof(Expected))]

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>
/// The large file and what becomes of it when nothing happens, the same on every cluster: written once, and cleaned by the cluster whose test
/// asks first while those of the others wait.
/// </summary>
public sealed class Expected : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Outcome>>> _outcomes = new();

    internal LargeOrders File { get; } = new();

    internal Task<Outcome> OfAsync(string keep, Hosts.Cluster cluster) =>
        _outcomes.GetOrAdd(keep, keep => new(() => CleanAsync(keep, cluster))).Value;

    public void Dispose() => File.Dispose();

    private async Task<Outcome> CleanAsync(string keep, Hosts.Cluster cluster)
    {
        var job = await cluster.Api.UploadLargeAsync(await cluster.Api.CreateProjectAsync(), File.Path, LargeOrders.Recipe(keep));
        var outcome = await Outcome.OfAsync(cluster.Api, job.Id);
        Assert.Equal((JobStatus.Completed, null), (outcome.Job.Status, outcome.Job.Error));
        Assert.Equal(new RowCounts(LargeOrders.Read, File.Clean, File.Rejected, File.Duplicate, File.Unreadable), outcome.Counts);
        return outcome;
    }
}
