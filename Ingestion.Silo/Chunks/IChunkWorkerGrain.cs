namespace Ingestion.Silo.Chunks;

/// <summary>Works on the chunks of one of a job's places, one after the other. Key: <c>{job}/{silo}/w{number}</c>.</summary>
[Alias("IChunkWorkerGrain")]
internal interface IChunkWorkerGrain : IGrainWithStringKey
{
    /// <summary>Works on a chunk and returns when it is in the ledger, or says why not.</summary>
    [Alias("RunAsync"), ResponseTimeout("00:10:00")]
    Task<ChunkResult> RunAsync(ChunkTask task, CancellationToken cancellationToken);
}
