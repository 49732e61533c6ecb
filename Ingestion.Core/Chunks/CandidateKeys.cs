using System.IO.Hashing;
using Ingestion.Core.Columns;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Chunks;

/// <summary>
/// The key hash of each candidate row of a chunk, for each of a plan's DEDUPE rules. A key without any value takes no part in DEDUPE:
/// absence is NOT_NULL's business. Its hash is zero.
/// </summary>
internal sealed class CandidateKeys(Plan plan, ColumnBuffer[] columns) : IDisposable
{
    private readonly UInt128[][] _hashes = [.. plan.Dedupes.Select(_ => Array.Empty<UInt128>())];
    private KeyBytes _key = new();

    /// <summary>A rule's hashes, by candidate.</summary>
    public UInt128[] Of(int dedupe) => _hashes[dedupe];

    /// <summary>Makes room for so many candidates.</summary>
    public void Reserve(int capacity)
    {
        for (var i = 0; i < _hashes.Length; i++)
            Pooled.Grow(ref _hashes[i], _hashes[i].Length, capacity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = 0; i < _hashes.Length; i++)
            Pooled.Return(ref _hashes[i]);
    }

    /// <summary>Hashes the keys of the candidates from <paramref name="first"/> on.</summary>
    public void Add(ReadOnlySpan<Candidate> candidates, int first)
    {
        for (var i = 0; i < _hashes.Length; i++)
        {
            var dedupe = plan.Dedupes[i];
            var hashes = _hashes[i].AsSpan(first, candidates.Length - first);
            if (dedupe.Inputs is [var input] && columns[input] is LongColumnBuffer values)
                Hash(columns[input].Present, values.Values, candidates[first..], hashes);
            else
                Hash(dedupe, candidates[first..], hashes);
        }
    }

    /// <summary>Most keys are one number: its few bytes need not be written down to be hashed.</summary>
    private static void Hash(bool[] present, long[] values, ReadOnlySpan<Candidate> candidates, Span<UInt128> hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
        {
            var slot = candidates[i].Slot;
            hashes[i] = present[slot] ? LongKeyHash.Of(values[slot]) : UInt128.Zero;
        }
    }

    private void Hash(PlanDedupe dedupe, ReadOnlySpan<Candidate> candidates, Span<UInt128> hashes)
    {
        for (var i = 0; i < hashes.Length; i++)
        {
            var slot = candidates[i].Slot;
            _key.Clear();
            foreach (var input in dedupe.Inputs)
            {
                if (dedupe.Key != DedupeKey.Exact && columns[input] is TextColumnBuffer text && !text.IsNull(slot))
                    _key.Append(LooseKey.Of(text.Value(slot), dedupe.Key, dedupe.Letters));
                else
                    columns[input].AppendKey(slot, ref _key);
            }
            hashes[i] = _key.HasValue ? XxHash128.HashToUInt128(_key.Written) : UInt128.Zero;
        }
    }
}
