using Ingestion.Contracts;

namespace Ingestion.Silo.Chunks;

/// <summary>One chunk to be worked on.</summary>
/// <param name="Spec">The job.</param>
/// <param name="Epoch">The run of the job that asks; the ledger refuses an old one.</param>
/// <param name="Index">The chunk's place in the source.</param>
/// <param name="FinishedTurns">So many turns of the dedupe stage from the first are those of chunks in the ledger.</param>
/// <param name="TraceParent">The run's span; null when nobody traces.</param>
[GenerateSerializer, Immutable, Alias("ChunkTask")]
internal sealed record ChunkTask(
    [property: Id(0)] JobSpec Spec, [property: Id(1)] int Epoch, [property: Id(2)] int Index, [property: Id(3)] int FinishedTurns = 0,
    [property: Id(4)] string? TraceParent = null);

/// <summary>What became of a chunk.</summary>
/// <param name="Outcome">Whether it is finished, and if not what to do.</param>
/// <param name="Record">As the ledger has it; null unless finished.</param>
/// <param name="Message">Why it failed, for a person; null unless failed.</param>
[GenerateSerializer, Immutable, Alias("ChunkResult")]
internal sealed record ChunkResult(
    [property: Id(0)] ChunkOutcome Outcome, [property: Id(1)] ChunkRecord? Record = null, [property: Id(2)] string? Message = null);

/// <summary>How a chunk call ended.</summary>
internal enum ChunkOutcome
{
    /// <summary>It is written and in the ledger.</summary>
    Finished,

    /// <summary>A newer run has the job: this one is to stop.</summary>
    Stale,

    /// <summary>The dedupe stage has lost its memory and must begin again.</summary>
    DedupeLost,

    /// <summary>Trying again would end the same way.</summary>
    Failed,

    /// <summary>As <see cref="Failed"/>, and earlier chunks' work cannot be relied on either.</summary>
    Spoiled,

    /// <summary>Trying again may help.</summary>
    FailedForNow,

    /// <summary>The silo that worked on it did not answer.</summary>
    Lost,

    /// <summary>The silo that worked on it has no room on its disk: another may.</summary>
    DiskFull,
}
