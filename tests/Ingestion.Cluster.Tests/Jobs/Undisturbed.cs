using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>A cluster, the file and what becomes of it when nothing happens.</summary>
public sealed class Undisturbed(Expected expected) : IAsyncLifetime
{
    public Hosts.Cluster Cluster { get; } = new();

    internal LargeOrders File => expected.File;

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    internal Task<Outcome> OfAsync(string keep) => expected.OfAsync(keep, Cluster);
}
