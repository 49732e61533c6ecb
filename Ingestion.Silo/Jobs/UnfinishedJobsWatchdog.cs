using Ingestion.Contracts;
using Ingestion.Data;
using Ingestion.Silo.Chunks;

namespace Ingestion.Silo.Jobs;

/// <summary>
/// Pokes this silo's part of the unfinished jobs, so that all silos together poke each once: at start-up, when the cluster's membership changes, a second after that (a dying silo also takes down
/// grains on healthy ones whose directory entry it held), and every five seconds.
/// </summary>
internal sealed partial class UnfinishedJobsWatchdog(
    JobTable jobs, IGrainFactory grains, IClusterMembershipService membership, ActiveSilos silos, JobContexts contexts, IHostApplicationLifetime host, TimeProvider time,
    ILogger<UnfinishedJobsWatchdog> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ContextIdle = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _poke = new(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        await Task.WhenAll(PokeAsync(stopping.Token), FollowMembershipAsync(stopping.Token))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        _poke.Dispose();
        base.Dispose();
    }

    private async Task PokeAsync(CancellationToken cancellationToken)
    {
        var hasChanged = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                contexts.RetireIdle(ContextIdle);
                foreach (var id in await jobs.ListUnfinishedAsync(cancellationToken))
                {
                    if (silos.IsLocal(id.Value))
                        await WakeAsync(id, cancellationToken);
                }
            }
            // Nothing may end the watchdog but the host's end.
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogPokeFailed(exception);
            }
            hasChanged = await _poke.WaitAsync(hasChanged ? SecondLook : Period, cancellationToken);
        }
    }

    // One job whose silo does not answer must not keep the others asleep.
    private async Task WakeAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IJobGrain>(id.Value).WakeAsync().WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            LogPokeFailed(exception);
        }
    }

    // Each change counts: the news that a silo is gone comes a moment after others of it.
    private async Task FollowMembershipAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(cancellationToken))
            _poke.Release();
    }
}
