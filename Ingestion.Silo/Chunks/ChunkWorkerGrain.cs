using Ingestion.Silo.Dedupe;
using Ingestion.Silo.Telemetry;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Ingestion.Silo.Chunks;

/// <inheritdoc cref="IChunkWorkerGrain"/>
// Its caller says where it is to be.
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class ChunkWorkerGrain(ChunkRunner runner, WorkTelemetry telemetry) : Grain, IChunkWorkerGrain
{
    public Task<ChunkResult> RunAsync(ChunkTask task, CancellationToken cancellationToken)
    {
        // It was meant for this grain and not for those that this one calls.
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        return telemetry.RunAsync(task, () => runner.RunAsync(
            task,
            (context, pass) => new DedupeStage(task.Spec, task.Epoch, context, GrainFactory).AddAsync(pass, task.Index, task.FinishedTurns, cancellationToken),
            cancellationToken));
    }
}
