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
    private long _bytesToCome;
    private byte[] _seenBefore = [];

    /// <summary>Begins with nothing seen.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="sourceBytes">How long all chunks are; 0 where nobody knows.</param>
    public DedupeResolver(Plan plan, EngineOptions options, long sourceBytes = 0)
    {
        _indexes = [.. plan.Dedupes.Select(_ => new KeyIndex(KeyIndexOptions.Of(plan, options)))];
        _bytesToCome = sourceBytes;
    }

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
            if (_seenBefore.Length < keys.Length)
                _seenBefore = new byte[keys.Length + (keys.Length / 16)];
            _indexes[pass.Rule].AddInOrder(keys, MemoryMarshal.Cast<byte, bool>(_seenBefore.AsSpan()));
            if (_bytesToCome > 0)
                _indexes[pass.Rule].ExpectAsIn(keys.Length, (double)chunk.Chunk.LengthBytes / _bytesToCome);
            pass.Take([_seenBefore]);
        }
        _bytesToCome = 0;
        return pass.Result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var index in _indexes)
            index.Dispose();
    }
}
