using Ingestion.Core.Artifacts;

namespace Ingestion.Silo;

/// <summary>
/// Frees the space of uploads and parts whose process was killed while it wrote them: at the start and once an hour, what nobody has written
/// to for a day.
/// </summary>
internal sealed partial class AbandonedFiles(IArtifactStore store, TimeProvider time, ILogger<AbandonedFiles> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The walk through a large folder must not hold up the start.
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                if (await store.DeleteAbandonedAsync(time.GetUtcNow() - Age, stoppingToken) is > 0 and var count)
                    LogDeleted(count);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} files that killed processes had left half written.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "Files that killed processes left could not be deleted; the next try is in an hour.")]
    private partial void LogFailed(Exception exception);
}
