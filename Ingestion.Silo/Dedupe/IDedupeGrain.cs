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
    /// Says which rows of a chunk are duplicates once it is its turn; the same answer when asked again. It waits a moment for the turn
    /// and not until it comes: an activation that has to go goes only when no call is in it.
    /// </summary>
    /// <param name="epoch">The run that asks.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="keys">Its keys; null when they were given before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("ResolveAsync"), AlwaysInterleave]
    Task<DedupeReply> ResolveAsync(int epoch, int chunk, DedupeKeys? keys, CancellationToken cancellationToken);

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

/// <summary>What the stage says to a chunk.</summary>
/// <param name="Outcome">Whether there is an answer.</param>
/// <param name="Answer">It; null unless there is one.</param>
[GenerateSerializer, Immutable, Alias("DedupeReply")]
internal sealed record DedupeReply([property: Id(0)] DedupeOutcome Outcome, [property: Id(1)] DedupeAnswer? Answer = null);

/// <summary>Whether the stage has an answer.</summary>
internal enum DedupeOutcome
{
    /// <summary>Here it is.</summary>
    Answered,

    /// <summary>It is not the chunk's turn yet: ask again, without the keys.</summary>
    NotYet,

    /// <summary>This run, or these keys, are not known here: the grain was moved or its silo was lost.</summary>
    Lost,
}

/// <summary>See <see cref="ChunkDuplicates"/>.</summary>
[GenerateSerializer, Immutable, Alias("DedupeAnswer")]
internal sealed record DedupeAnswer([property: Id(0)] byte[] RemovedBy, [property: Id(1)] long[] ViolationRows)
{
    public ChunkDuplicates ToDuplicates() => new(RemovedBy, ViolationRows);
}
