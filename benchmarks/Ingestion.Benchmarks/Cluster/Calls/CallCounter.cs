using System.Collections.Concurrent;

namespace Ingestion.Benchmarks.Cluster.Calls;

/// <summary>How often each method of our own grains was called in this silo, from wherever; Orleans' own grains are left out.</summary>
internal sealed class CallCounter : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    /// <summary>By <c>interface.method</c>, so far.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType is { } grain && grain.Namespace?.StartsWith("Ingestion.", StringComparison.Ordinal) == true)
        {
            _counts.AddOrUpdate($"{grain.Name}.{context.InterfaceMethod.Name}", 1, (_, count) => count + 1);
        }

        return context.Invoke();
    }
}
