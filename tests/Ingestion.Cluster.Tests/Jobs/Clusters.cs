using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Tests;
using Xunit.v3;

// Tests of clusters mostly wait, for what is lost to be missed and for jobs to end: three clusters at a time share two cores. Six did so badly
// that starting their hosts was all they did.
[assembly: Parallelization(MaxThreads = 3)]
[assembly: TestCollectionOrderer(typeof(InOrder))]

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>
/// The tests that take servers or the API away from a cluster in the middle of a job: one after the other, with the same servers, whose
/// start would cost more than many a test.
/// </summary>
[CollectionDefinition]
public sealed class DisturbedServers : ICollectionFixture<Undisturbed>;

/// <summary>
/// The tests that take silos away. They come when the others are done: how soon a lost silo is missed says nothing where other clusters
/// start their hosts on the same cores.
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class LostSilos : ICollectionFixture<Undisturbed>;

/// <summary>The tests of what is done with a working cluster: it is updated, backed up, looked at.</summary>
[CollectionDefinition]
public sealed class OperatedCluster : ICollectionFixture<Undisturbed>;

/// <summary>A database is away for 20 seconds, a store's restart is waited for: a minute of idle cores, unless others compute meanwhile.</summary>
public sealed class InOrder() : WaitingFirst(nameof(DisturbedServers), nameof(BlobStoreTests), nameof(OperatedCluster));
