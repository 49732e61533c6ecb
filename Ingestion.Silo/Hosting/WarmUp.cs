using Ingestion.Contracts;
using Ingestion.Core.Runs;

namespace Ingestion.Silo;

/// <summary>
/// Compiles what the first job would wait for, once the host has started: starting does not wait for it, and work that comes meanwhile
/// only shares the cores with it.
/// </summary>
public sealed partial class WarmUp(Rehearsal rehearsal, IGrainFactory grains, IHostApplicationLifetime host, ILogger<WarmUp> logger) : BackgroundService
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is over, however it ended.</summary>
    public Task Done => _done.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            // A job that nobody has: the way to its grain, its table in this host's own database, and back.
            await grains.GetGrain<IJobGrain>(JobId.New().Value).GetAsync();
            await rehearsal.RunAsync(stoppingToken);
            // What the second host was made of: 40 MB that a host in which nothing happens would keep for long.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
            await JitQuiet.WaitAsync(stoppingToken);
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

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The warm-up failed; the first job will be slower.")]
    private partial void LogFailed(Exception exception);
}
