using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Jobs;
using Ingestion.Silo.Lanes;
using Orleans.Placement;

namespace Ingestion.Silo.Dedupe;

/// <inheritdoc cref="IDedupeGrain"/>
[HashBasedPlacement]
internal sealed class DedupeGrain(JobContexts contexts, CpuLanes lanes, IArtifactStore store, EngineOptions options)
    : Grain, IDedupeGrain, IAsyncDisposable
{
    // Chunks come every few seconds. A run that ended without saying so, its silo lost, does not keep the memory for ever.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(15);
    private DedupeTurns? _turns;

    public async Task<string?> BeginAsync(JobSpec spec, int epoch, DedupePlace place, IReadOnlyList<int> finished)
    {
        if (_turns is { } old)
        {
            if (old.Epoch > epoch || (old.Epoch == epoch && old.TryGoOn(finished)))
                return null;
            _turns = null;
            await old.DisposeAsync();
            if (old.OutOfRoom is { } why)
                return MoveOn(why);
        }
        JobContext context;
        try
        {
            context = await contexts.AcquireAsync(spec, epoch, CancellationToken.None);
        }
        catch (IOException exception) when (JobFailure.Explain(exception) is { Outcome: ChunkOutcome.DiskFull } full)
        {
            return MoveOn(full.Message);
        }
        _turns = new DedupeTurns(context, epoch, place, JobKeys.Of(spec.ProjectId, spec.Id), finished, lanes, store, options);
        DelayDeactivation(KeepAlive);
        return null;
    }

    public async Task<DedupeReply> AddAsync(int epoch, int chunk, DedupeKeys? keys, int finishedTurns, CancellationToken cancellationToken)
    {
        if (_turns is not { } turns || turns.Epoch != epoch)
            return new DedupeReply(DedupeOutcome.Lost);
        DelayDeactivation(KeepAlive);
        return await turns.AddAsync(chunk, keys, finishedTurns, cancellationToken);
    }

    public async Task EndAsync(int epoch)
    {
        if (_turns is not { } turns || turns.Epoch > epoch)
            return;
        _turns = null;
        await turns.DisposeAsync();
        DeactivateOnIdle();
    }

    public ValueTask DisposeAsync()
    {
        var turns = _turns;
        _turns = null;
        return turns?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private string MoveOn(string why)
    {
        this.MigrateOnIdle();
        return why;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => DisposeAsync().AsTask();
}
