using System.Runtime.ExceptionServices;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Records;
using Ingestion.Core.Results;
using ParquetSharp;

namespace Ingestion.Core.Chunks;

/// <summary>Writes what became of a chunk: its clean part, its rejects, its dedupe keys and its profile. Writing a chunk again gives the same objects.</summary>
/// <param name="plan">The job's plan.</param>
/// <param name="store">Where to.</param>
/// <param name="keys">Under which names.</param>
/// <param name="isAlone">Whether it is the job's only chunk, whose profile is the job's.</param>
public sealed class ChunkWriter(Plan plan, IArtifactStore store, JobKeys keys, bool isAlone = false)
{
    /// <summary>Writes <paramref name="chunk"/>, without the rows that <paramref name="duplicates"/> removes (null where there is no DEDUPE).</summary>
    /// <exception cref="FatalViolationException">A repeated key broke a rule of severity FATAL; nothing is written.</exception>
    /// <exception cref="IOException">The store is full or out of reach; nothing half-written is visible.</exception>
    public async Task<ChunkRecord> WriteAsync(EvaluatedChunk chunk, ChunkDuplicates? duplicates, CancellationToken cancellationToken = default)
    {
        if (duplicates?.Fatal is { } why)
            throw new FatalViolationException(why);
        var index = chunk.Chunk.Index;
        var slots = Survivors(chunk, duplicates);
        var violations = (long[])chunk.Rows.ViolationRows.Clone();
        for (var rule = 0; rule < plan.Dedupes.Length; rule++)
            violations[plan.Dedupes[rule].Check.Ordinal] += duplicates!.ViolationRows[rule];

        var (partBytes, checksum) = (0L, "");
        if (slots.Length > 0)
        {
            await using var part = await store.CreateAsync(keys.Part(index), cancellationToken);
            using var stream = new ChecksumStream(part.Stream);
            try
            {
                ParquetSink.Write(stream, chunk.Columns[..plan.Columns.Count], slots, plan.Recipe.Output.Compression);
            }
            // A store that is full or out of reach must be told from a bug.
            catch (ParquetException) when (stream.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
            await part.CommitDeferredAsync(cancellationToken);
            (partBytes, checksum) = (stream.Length, stream.Checksum);
        }
        var rejectBytes = await WriteRejectsAsync(chunk, cancellationToken);
        if (plan.HasDedupe)
            await WriteKeysAsync(index, duplicates!.Keys, cancellationToken);
        if (chunk.Profile is { } profile)
            await ProfileStore.WriteAsync(store, isAlone ? keys.Profile : keys.ChunkProfile(index), profile, cancellationToken);

        var counts = chunk.Counts with { Clean = slots.Length, Duplicate = chunk.CandidateCount - slots.Length };
        if (!counts.Balances)
            throw new InvalidOperationException($"The account of chunk {index} does not balance: {counts}.");
        return new ChunkRecord(index, chunk.Chunk.LengthBytes, counts, violations, partBytes, rejectBytes, checksum, plan.Fixes.Count > 0 ? [.. chunk.Rows.FixedValues] : null);
    }

    private int[] Survivors(EvaluatedChunk chunk, ChunkDuplicates? duplicates)
    {
        var removedBy = duplicates is null ? [] : duplicates.RemovedBy.AsSpan(0, chunk.CandidateCount);
        var candidates = chunk.Candidates;
        var slots = GC.AllocateUninitializedArray<int>(candidates.Length - removedBy.Length + removedBy.Count((byte)0));
        var count = 0;
        chunk.RewindLines();
        for (var i = 0; i < candidates.Length; i++)
        {
            if (removedBy.IsEmpty || removedBy[i] == 0)
                slots[count++] = candidates[i].Slot;
            else
                AddDuplicate(chunk, candidates[i], plan.Dedupes[removedBy[i] - 1]);
        }
        return slots;
    }

    private static void AddDuplicate(EvaluatedChunk chunk, Candidate row, PlanDedupe dedupe)
    {
        chunk.BeginReject(chunk.Duplicates, RowVerdict.Duplicate, new Record(row.Offset, row.Length, 0, IsMalformed: false));
        chunk.Duplicates.AddViolation(dedupe.Check.ViolationHead, [], isCut: false, dedupe.Explanation);
        chunk.Duplicates.End();
    }

    private async Task<long> WriteRejectsAsync(EvaluatedChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Rejects.IsEmpty && chunk.Duplicates.IsEmpty)
            return 0;
        await using var rejects = await store.CreateAsync(keys.Rejects(chunk.Chunk.Index), cancellationToken);
        chunk.Rejects.WriteMerged(chunk.Duplicates, rejects.Stream);
        var bytes = rejects.Stream.Position;
        await rejects.CommitDeferredAsync(cancellationToken);
        return bytes;
    }

    private async Task WriteKeysAsync(int index, PartitionedKeys[] rules, CancellationToken cancellationToken)
    {
        await using var file = await store.CreateAsync(keys.Keys(index), cancellationToken);
        KeyFile.Write(file.Stream, rules);
        await file.CommitDeferredAsync(cancellationToken);
    }
}
