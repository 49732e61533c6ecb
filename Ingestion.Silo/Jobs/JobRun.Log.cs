using Ingestion.Contracts;

namespace Ingestion.Silo.Jobs;

internal sealed partial class JobRun
{
    [LoggerMessage(LogLevel.Information, "Job {JobId} cannot go on.")]
    private partial void LogFailure(Exception exception, JobId jobId);

    [LoggerMessage(LogLevel.Warning, "The dedupe stage of job {JobId} was lost; its chunks are taken up again.")]
    private partial void LogDedupeLost(Exception exception, JobId jobId);

    [LoggerMessage(LogLevel.Warning, "The dedupe stage of job {JobId} could not be ended; it ends by itself when nobody asks it.")]
    private partial void LogStageLost(Exception exception, JobId jobId);

    [LoggerMessage(LogLevel.Warning, "Some working files of the completed job {JobId} could not be deleted.")]
    private partial void LogNotTidied(Exception exception, JobId jobId);
}
