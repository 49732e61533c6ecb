using System.Buffers;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Records;
using Ingestion.Core.Results;

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
        var (clean, partBytes, checksum) = await WritePartAsync(chunk, duplicates, cancellationToken);
        var violations = (long[])chunk.Rows.ViolationRows.Clone();
        for (var rule = 0; rule < plan.Dedupes.Length; rule++)
            violations[plan.Dedupes[rule].Check.Ordinal] += duplicates!.ViolationRows[rule];

        var rejectBytes = await WriteRejectsAsync(chunk, cancellationToken);
        if (plan.HasDedupe)
            await WriteKeysAsync(index, duplicates!.Keys, cancellationToken);
        if (chunk.Profile is { } profile)
            await ProfileStore.WriteAsync(store, isAlone ? keys.Profile : keys.ChunkProfile(index), profile, cancellationToken);

        var counts = chunk.Counts with { Clean = clean, Duplicate = chunk.CandidateCount - clean };
        if (!counts.Balances)
            throw new InvalidOperationException($"The account of chunk {index} does not balance: {counts}.");
        return new ChunkRecord(index, chunk.Chunk.LengthBytes, counts, violations, partBytes, rejectBytes, checksum, plan.Fixes.Count > 0 ? [.. chunk.Rows.FixedValues] : null);
    }

    private async Task<(int Rows, long Bytes, string Checksum)> WritePartAsync(EvaluatedChunk chunk, ChunkDuplicates? duplicates, CancellationToken cancellationToken)
    {
        var slots = ArrayPool<int>.Shared.Rent(chunk.CandidateCount);
        try
        {
            var rows = FindSurvivors(chunk, duplicates, slots);
            if (rows == 0)
                return (0, 0, "");
            await using var part = await store.CreateAsync(keys.Part(chunk.Chunk.Index), cancellationToken);
            using var stream = new ChecksumStream(part.Stream);
            ParquetSink.Write(stream, chunk.Columns.AsSpan(0, plan.Columns.Count), slots.AsSpan(0, rows), plan.Recipe.Output.Compression);
            await part.CommitDeferredAsync(cancellationToken);
            return (rows, stream.Length, stream.Checksum);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(slots);
        }
    }

    /// <summary>Finds the rows that stay, and makes rejects of the others.</summary>
    private int FindSurvivors(EvaluatedChunk chunk, ChunkDuplicates? duplicates, int[] slots)
    {
        var count = 0;
        chunk.RewindLines();
        for (var i = 0; i < chunk.CandidateCount; i++)
        {
            var candidate = chunk.CandidateAt(i);
            if (duplicates is null || duplicates.RemovedBy[i] == 0)
                slots[count++] = candidate.Slot;
            else
                AddDuplicate(chunk, candidate, plan.Dedupes[duplicates.RemovedBy[i] - 1]);
        }
        return count;
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
