using Ingestion.Contracts;
using Ingestion.Core.Runs;
using Ingestion.Silo.Lanes;

namespace Ingestion.Silo;

/// <summary>
/// Compiles what the first job would wait for, on a lane and after the silo is ready: starting does not wait for it, and work that
/// comes meanwhile only shares the cores with it.
/// </summary>
public sealed partial class WarmUp(SiloSettings settings, IGrainFactory grains, ILogger<WarmUp> logger, IServiceProvider services) : BackgroundService
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is over, however it ended.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var engine = services.GetRequiredService<CpuLanes>().RunAsync(
                LanePriority.Begin, () => { EngineWarmUp.RunAsync(settings.Engine, stoppingToken).GetAwaiter().GetResult(); return 0; }, stoppingToken);
            // A job that nobody has: the way to its grain, its table and back.
            await grains.GetGrain<IJobGrain>(JobId.New().Value).GetAsync();
            await engine;
        }
        // Nothing depends on it: the first job compiles what is missing, and says what is wrong with the disk.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The warm-up failed; the first job will be slower.")]
    private partial void LogFailed(Exception exception);
}
