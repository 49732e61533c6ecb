using Ingestion.Core.Tests.Artifacts;
using Ingestion.Tests;

[assembly: TestCollectionOrderer(typeof(OutageFirst))]

namespace Ingestion.Core.Tests.Artifacts;

/// <summary>A client of an object store that is down waits for 15 seconds before it says so.</summary>
public sealed class OutageFirst() : WaitingFirst(nameof(BlobOutageTests));
