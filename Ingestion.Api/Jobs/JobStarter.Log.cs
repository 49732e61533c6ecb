using Ingestion.Contracts;

namespace Ingestion.Api.Jobs;

internal sealed partial class JobStarter
{
    [LoggerMessage(LogLevel.Warning, "The call that started job {JobId} took too long or was lost with its silo; if the job was begun, the caller gets it to follow.")]
    private partial void LogStoppedWaiting(Exception error, JobId jobId);
}
