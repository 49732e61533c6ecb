namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>
/// The tests that disturb a cluster: one after the other, for each needs both cores, and with the same servers, whose start would cost more
/// than many a test.
/// </summary>
[CollectionDefinition]
public sealed class SharedCluster : ICollectionFixture<Undisturbed>;
