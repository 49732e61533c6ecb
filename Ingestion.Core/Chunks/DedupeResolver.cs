using System.Runtime.InteropServices;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Chunks;

/// <summary>
/// The ordered stage of a job inside one process and in one partition: sees every chunk in turn — first to last, or last to first when
/// DEDUPE keeps LAST. Not for several threads at once.
/// </summary>
public sealed class DedupeResolver : IDisposable
{
    private readonly KeyIndex[] _indexes;

    /// <summary>Begins with nothing seen.</summary>
    public DedupeResolver(Plan plan, EngineOptions options) =>
        _indexes = [.. plan.Dedupes.Select(_ => new KeyIndex(KeyIndexOptions.Of(plan, options)))];

    /// <summary>Resolves the next chunk in turn.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="known">The keys of rows that are before all of this job's; null where there are none.</param>
    /// <exception cref="IOException">The spill folder is full or out of reach: only a new resolver can go on.</exception>
    public ChunkDuplicates Resolve(EvaluatedChunk chunk, KnownKeys? known = null)
    {
        var pass = new DedupePass(chunk, partitions: 1, known);
        while (!pass.IsOver)
        {
            var keys = pass.Keys.KeysOf(0).Span;
            var seenBefore = new byte[keys.Length];
            _indexes[pass.Rule].AddInOrder(keys, MemoryMarshal.Cast<byte, bool>(seenBefore.AsSpan()));
            pass.Take([seenBefore]);
        }
        return pass.Result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var index in _indexes)
            index.Dispose();
    }
}
