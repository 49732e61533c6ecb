using Ingestion.Contracts;

namespace Ingestion.Silo.Jobs;

internal sealed partial class ChunkWindow
{
    [LoggerMessage(LogLevel.Warning, "Chunk {Chunk} of job {JobId} is tried again: {Message}")]
    private partial void LogChunkFailed(JobId jobId, int chunk, string? message);

    [LoggerMessage(LogLevel.Warning, "Chunk {Chunk} of job {JobId} was lost with its silo.")]
    private partial void LogChunkLost(Exception exception, JobId jobId, int chunk);

    [LoggerMessage(LogLevel.Error, "Chunk {Chunk} of job {JobId} threw.")]
    private partial void LogChunkThrew(Exception exception, JobId jobId, int chunk);
}
