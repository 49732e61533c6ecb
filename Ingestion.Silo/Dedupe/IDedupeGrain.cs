using Ingestion.Contracts;
using Ingestion.Core.Chunks;
using Orleans.Concurrency;

namespace Ingestion.Silo.Dedupe;

/// <summary>
/// One partition of one DEDUPE rule of a job: chunks' keys pass it strictly in turn. Its memory is rebuilt from key files.
/// Key: <c>{job}/r{rule}p{partition}</c>; see <see cref="DedupeStage"/>, which speaks to all of a job's.
/// </summary>
[Alias("IDedupePartitionGrain")]
internal interface IDedupeGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins at the first turn, unless this run was begun here before and can go on. <paramref name="finished"/> chunks are replayed
    /// from their key files when their turn comes, so that an unfinished chunk before them is answered before their keys are known.
    /// Null, or why this silo has no room for it: it goes to the one of the caller's hint then. Ask again.
    /// </summary>
    [Alias("BeginAsync")]
    Task<string?> BeginAsync(JobSpec spec, int epoch, DedupePlace place, IReadOnlyList<int> finished);

    /// <summary>
    /// Says which of a chunk's keys were there before, once it is its turn; the same answer when asked again. It waits a moment for the
    /// turn and not until it comes: an activation that has to go goes only when no call is in it.
    /// </summary>
    /// <param name="epoch">The run that asks.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="keys">Its keys or a piece of them; null when all were given before.</param>
    /// <param name="finishedTurns">So many turns from the first are those of chunks in the ledger: nobody will ask about them again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("AddAsync"), AlwaysInterleave]
    Task<DedupeReply> AddAsync(int epoch, int chunk, DedupeKeys? keys, int finishedTurns, CancellationToken cancellationToken);

    /// <summary>Ends a run and frees its memory.</summary>
    [Alias("EndAsync")]
    Task EndAsync(int epoch);
}

/// <summary>Which partition of which rule.</summary>
[GenerateSerializer, Immutable, Alias("DedupePlace")]
internal sealed record DedupePlace([property: Id(0)] int Rule, [property: Id(1)] int Partition);

/// <summary>A piece of a chunk's 128-bit key hashes for one partition, in the order of <see cref="DedupePass.Keys"/>.</summary>
/// <param name="Bytes">16 bytes a key, little-endian.</param>
/// <param name="From">Where it begins among all of the chunk's, in bytes.</param>
/// <param name="Total">How many bytes there are in all.</param>
[GenerateSerializer, Immutable, Alias("DedupePiece")]
internal sealed record DedupeKeys([property: Id(0)] byte[] Bytes, [property: Id(1)] int From, [property: Id(2)] int Total)
{
    public bool IsWhole => Bytes.Length == Total;

    public bool IsLast => From + Bytes.Length == Total;
}

/// <summary>What a partition says to a chunk.</summary>
/// <param name="Outcome">Whether there is an answer.</param>
/// <param name="SeenBefore">For each key 1 when it was there before, else 0; null unless answered.</param>
/// <param name="Why">Why it is lost, for a person; null when its silo is gone.</param>
[GenerateSerializer, Immutable, Alias("DedupePartitionReply")]
internal sealed record DedupeReply([property: Id(0)] DedupeOutcome Outcome, [property: Id(1)] byte[]? SeenBefore = null, [property: Id(2)] string? Why = null);

/// <summary>Whether a partition has an answer.</summary>
internal enum DedupeOutcome
{
    /// <summary>Here it is.</summary>
    Answered,

    /// <summary>It is not the chunk's turn yet, or not all of its keys are here: go on, with the pieces that are left or with none.</summary>
    NotYet,

    /// <summary>This run, or these keys, are not known here: the grain was moved or its silo was lost.</summary>
    Lost,
}
