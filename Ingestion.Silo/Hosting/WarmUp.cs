using System.Runtime;
using Ingestion.Contracts;

namespace Ingestion.Silo;

/// <summary>
/// Compiles what the first job would wait for, once the host has started: starting does not wait for it, and work that comes meanwhile
/// only shares the cores with it.
/// </summary>
public sealed partial class WarmUp(Rehearsal rehearsal, IGrainFactory grains, IHostApplicationLifetime host, ILogger<WarmUp> logger) : BackgroundService
{
    private const int FewMethods = 10;
    private const int MostLooks = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
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
            await CompiledAsync(stoppingToken);
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

    /// <summary>The runtime compiles what was called often once more, on a thread of its own: until that has little left to do.</summary>
    private static async Task CompiledAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look);
        var before = JitInfo.GetCompiledMethodCount();
        for (var look = 0; look < MostLooks && await timer.WaitForNextTickAsync(cancellationToken); look++)
        {
            var now = JitInfo.GetCompiledMethodCount();
            if (now - before < FewMethods)
                return;
            before = now;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The warm-up failed; the first job will be slower.")]
    private partial void LogFailed(Exception exception);
}
