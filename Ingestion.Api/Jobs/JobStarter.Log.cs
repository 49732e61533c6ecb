using Ingestion.Contracts;

namespace Ingestion.Api.Jobs;

internal sealed partial class JobStarter
{
    [LoggerMessage(LogLevel.Warning, "Job {JobId} did not end within the time of a call; the caller gets a job to follow.")]
    private partial void LogStoppedWaiting(Exception error, JobId jobId);
}
