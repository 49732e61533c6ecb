using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>The cluster, the file and what becomes of it when nothing happens.</summary>
public sealed class Undisturbed : IAsyncLifetime
{
    private readonly Dictionary<string, Outcome> _outcomes = [];

    public Hosts.Cluster Cluster { get; } = new();

    internal LargeOrders File { get; } = new();

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        File.Dispose();
    }

    internal async Task<Outcome> OfAsync(string keep)
    {
        if (_outcomes.TryGetValue(keep, out var known))
            return known;
        var job = await Cluster.Api.UploadLargeAsync(await Cluster.Api.CreateProjectAsync(), File.Path, LargeOrders.Recipe(keep));
        var outcome = await Outcome.OfAsync(Cluster.Api, job.Id);
        Assert.Equal((JobStatus.Completed, null), (outcome.Job.Status, outcome.Job.Error));
        Assert.Equal(new RowCounts(LargeOrders.Read, File.Clean, File.Rejected, File.Duplicate, File.Unreadable), outcome.Counts);
        return _outcomes[keep] = outcome;
    }
}
