using Ingestion.Contracts;
using Ingestion.Core.Chunks;
using Orleans.Concurrency;

namespace Ingestion.Silo.Dedupe;

/// <summary>The ordered stage of one job: chunks' keys pass it strictly in turn. Key: the job's id. Its memory is rebuilt from key files.</summary>
[Alias("IDedupeGrain")]
internal interface IDedupeGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Begins a run at the first turn. <paramref name="finished"/> chunks are replayed from their key files when their turn comes,
    /// so that an unfinished chunk before them is resolved before their keys are known.
    /// </summary>
    [Alias("BeginAsync")]
    Task BeginAsync(JobSpec spec, int epoch, IReadOnlyList<int> finished);

    /// <summary>
    /// Waits for the chunk's turn and says which of its rows are duplicates; the same answer when asked again. Null when this run was
    /// not begun here: the grain was moved or its silo was lost.
    /// </summary>
    [Alias("ResolveAsync"), AlwaysInterleave, ResponseTimeout("00:10:00")]
    Task<DedupeAnswer?> ResolveAsync(int epoch, int chunk, DedupeKeys keys, CancellationToken cancellationToken);

    /// <summary>The chunk is in the ledger: nobody will ask about it again.</summary>
    [Alias("FinishedAsync"), AlwaysInterleave, OneWay]
    Task FinishedAsync(int epoch, int chunk);

    /// <summary>Ends a run and frees its memory.</summary>
    [Alias("EndAsync")]
    Task EndAsync(int epoch);
}

/// <summary>A chunk's 128-bit key hashes in this machine's byte order, 16 bytes each, as <see cref="DedupeResolver.Resolve"/> takes them.</summary>
[GenerateSerializer, Immutable, Alias("DedupeKeys")]
internal sealed record DedupeKeys([property: Id(0)] byte[] Bytes);

/// <summary>See <see cref="ChunkDuplicates"/>.</summary>
[GenerateSerializer, Immutable, Alias("DedupeAnswer")]
internal sealed record DedupeAnswer([property: Id(0)] byte[] RemovedBy, [property: Id(1)] long[] ViolationRows)
{
    public ChunkDuplicates ToDuplicates() => new(RemovedBy, ViolationRows);
}
