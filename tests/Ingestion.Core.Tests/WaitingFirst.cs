using Xunit.Sdk;
using Xunit.v3;

namespace Ingestion.Tests;

/// <summary>
/// Collections that mostly wait begin first, so that others compute meanwhile. In the order by chance that is xUnit's own, one of them is
/// sooner or later the last, alone, and the cores idle.
/// </summary>
/// <param name="first">Names of collections or classes, in their order.</param>
public abstract class WaitingFirst(params string[] first) : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private int Place<TTestCollection>(TTestCollection collection) where TTestCollection : ITestCollection =>
        Array.FindIndex(first, name => collection.TestCollectionDisplayName.Contains($".{name}", StringComparison.Ordinal)) is >= 0 and var place ? place : first.Length;
}
