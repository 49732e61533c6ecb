using Ingestion.Contracts;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Chunks;

/// <summary>
/// The ordered stage of a job: sees the keys of every chunk in turn — first to last, or last to first when DEDUPE keeps LAST — and says
/// which rows are duplicates. Several rules form a pipeline: a later one looks only at what the earlier ones left.
/// </summary>
public sealed class DedupeResolver : IDisposable
{
    private readonly Plan _plan;
    private readonly KeyIndex[] _indexes;

    /// <summary>Begins with nothing seen.</summary>
    public DedupeResolver(Plan plan, EngineOptions options)
    {
        _plan = plan;
        _indexes = [.. plan.Dedupes.Select(_ => new KeyIndex(new KeyIndexOptions
        {
            MemoryLimitBytes = options.DedupeMemoryBytes / plan.Dedupes.Length,
            SpillFolder = Path.Combine(options.TemporaryFolder, $"dedupe-{Guid.NewGuid():N}"),
        }))];
    }

    /// <summary>Resolves the next chunk in turn.</summary>
    /// <param name="keys">The key hashes of each DEDUPE rule one after the other, each in source order; zero takes no part.</param>
    public ChunkDuplicates Resolve(ReadOnlySpan<UInt128> keys)
    {
        var count = keys.Length / _indexes.Length;
        var result = new ChunkDuplicates(new byte[count], new long[_indexes.Length]);
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = _plan.DedupeFromEnd ? count - 1 - i : i;
        var turn = new UInt128[count];
        var seen = new bool[count];
        for (var rule = 0; rule < _indexes.Length; rule++)
        {
            var ruleKeys = keys.Slice(rule * count, count);
            for (var i = 0; i < order.Length; i++)
                turn[i] = ruleKeys[order[i]];
            _indexes[rule].AddInOrder(turn.AsSpan(0, order.Length), seen.AsSpan(0, order.Length));
            var removes = _plan.Dedupes[rule].Check.Severity == RuleSeverity.Error;
            var left = 0;
            for (var i = 0; i < order.Length; i++)
            {
                var isDuplicate = seen[i] && turn[i] != UInt128.Zero;
                if (isDuplicate)
                    result.ViolationRows[rule]++;
                if (isDuplicate && removes)
                    result.RemovedBy[order[i]] = (byte)(rule + 1);
                else
                    order[left++] = order[i];
            }
            Array.Resize(ref order, left);
        }
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var index in _indexes)
            index.Dispose();
    }
}

/// <summary>What the dedupe stage found in a chunk.</summary>
/// <param name="RemovedBy">Per candidate row: 0 when it stays, else 1 + the DEDUPE rule that removes it.</param>
/// <param name="ViolationRows">Per DEDUPE rule the rows that break it.</param>
public sealed record ChunkDuplicates(byte[] RemovedBy, long[] ViolationRows);
