using System.Buffers;
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
        var seen = ArrayPool<bool>.Shared.Rent(count);
        if (_indexes.Length == 1 && !_plan.DedupeFromEnd)
            ResolveRule(0, keys, default, seen.AsSpan(0, count), result);
        else
            ResolveInTurn(keys, count, seen, result);
        ArrayPool<bool>.Shared.Return(seen);
        return result;
    }

    /// <summary>The pipeline: each rule sees, in the order of its turn, the rows that the rules before it left.</summary>
    private void ResolveInTurn(ReadOnlySpan<UInt128> keys, int count, bool[] seen, ChunkDuplicates result)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = _plan.DedupeFromEnd ? count - 1 - i : i;
        var turn = new UInt128[count];
        var left = count;
        for (var rule = 0; rule < _indexes.Length; rule++)
        {
            for (var i = 0; i < left; i++)
                turn[i] = keys[(rule * count) + order[i]];
            ResolveRule(rule, turn.AsSpan(0, left), order, seen.AsSpan(0, left), result);
            var kept = 0;
            for (var i = 0; i < left; i++)
            {
                if (result.RemovedBy[order[i]] == 0)
                    order[kept++] = order[i];
            }
            left = kept;
        }
    }

    private void ResolveRule(int rule, ReadOnlySpan<UInt128> keys, ReadOnlySpan<int> rows, Span<bool> seen, ChunkDuplicates result)
    {
        _indexes[rule].AddInOrder(keys, seen);
        var removes = _plan.Dedupes[rule].Check.Severity == RuleSeverity.Error;
        for (var i = 0; i < keys.Length; i++)
        {
            if (!seen[i] || keys[i] == UInt128.Zero)
                continue;
            result.ViolationRows[rule]++;
            if (removes)
                result.RemovedBy[rows.IsEmpty ? i : rows[i]] = (byte)(rule + 1);
        }
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
