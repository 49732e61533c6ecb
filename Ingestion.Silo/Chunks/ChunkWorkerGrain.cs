using Ingestion.Silo.Dedupe;
using Orleans.Placement;

namespace Ingestion.Silo.Chunks;

/// <inheritdoc cref="IChunkWorkerGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class ChunkWorkerGrain(ChunkRunner runner) : Grain, IChunkWorkerGrain
{
    public Task<ChunkResult> RunAsync(ChunkTask task, CancellationToken cancellationToken) => runner.RunAsync(
        task,
        (context, pass) => new DedupeStage(task.Spec, task.Epoch, context, GrainFactory).AddAsync(pass, task.Index, task.FinishedTurns, cancellationToken),
        cancellationToken);
}
