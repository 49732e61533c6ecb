namespace Ingestion.Silo.Jobs;

internal sealed partial class UnfinishedJobsWatchdog
{
    [LoggerMessage(LogLevel.Warning, "Unfinished jobs could not be looked after; the next look is in some seconds.")]
    private partial void LogPokeFailed(Exception exception);
}
