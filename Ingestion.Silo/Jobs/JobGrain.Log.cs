using Ingestion.Contracts;

namespace Ingestion.Silo.Jobs;

internal sealed partial class JobGrain
{
    [LoggerMessage(LogLevel.Information, "Job {JobId} runs here: run {Epoch}.")]
    private partial void LogBegun(JobId jobId, int epoch);

    [LoggerMessage(LogLevel.Warning, "Run {Epoch} of job {JobId} ends: a newer one has the job.")]
    private partial void LogStale(JobId jobId, int epoch);

    [LoggerMessage(LogLevel.Error, "The run of job {JobId} broke off.")]
    private partial void LogRunBroken(Exception exception, JobId jobId);
}
