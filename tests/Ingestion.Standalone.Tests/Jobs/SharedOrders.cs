using Ingestion.Standalone.Tests.Jobs;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(SharedOrders))]
// Tests with processes of their own mostly wait for them: more of them than there are cores at the same time.
[assembly: Parallelization(MaxThreads = 3)]

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>The large file, written once for all tests that read it.</summary>
public sealed class SharedOrders : IDisposable
{
    internal LargeOrders File { get; } = new();

    public void Dispose() => File.Dispose();
}
