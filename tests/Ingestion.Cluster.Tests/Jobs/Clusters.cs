using Xunit.v3;

// A cluster at a time: how soon a lost silo is missed says nothing where other clusters start their hosts on the same two cores.
[assembly: Parallelization(MaxThreads = 1)]

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>
/// The tests that take servers or the API away from a cluster in the middle of a job: one after the other, with the same servers, whose
/// start would cost more than many a test.
/// </summary>
[CollectionDefinition]
public sealed class DisturbedServers : ICollectionFixture<Undisturbed>;

/// <summary>The tests that take silos away.</summary>
[CollectionDefinition]
public sealed class LostSilos : ICollectionFixture<Undisturbed>;

/// <summary>The tests of what is done with a working cluster: it is updated, backed up, looked at.</summary>
[CollectionDefinition]
public sealed class OperatedCluster : ICollectionFixture<Undisturbed>;
