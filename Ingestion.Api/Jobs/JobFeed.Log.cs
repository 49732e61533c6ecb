using Ingestion.Contracts;

namespace Ingestion.Api.Jobs;

internal sealed partial class JobFeed
{
    [LoggerMessage(LogLevel.Warning, "The grain of job {JobId} did not answer; the database is asked instead.")]
    private partial void LogGrainSilent(Exception error, JobId jobId);
}
