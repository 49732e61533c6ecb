namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>
/// The tests that take something away from a cluster in the middle of a job: one after the other, with the same servers, whose start would
/// cost more than many a test.
/// </summary>
[CollectionDefinition]
public sealed class DisturbedCluster : ICollectionFixture<Undisturbed>;

/// <summary>The tests of what is done with a working cluster: it is updated, backed up, looked at. They run beside the others, which mostly wait.</summary>
[CollectionDefinition]
public sealed class OperatedCluster : ICollectionFixture<Undisturbed>;
