using System.Runtime.InteropServices;
using Ingestion.Silo.Dedupe;
using Orleans.Placement;

namespace Ingestion.Silo.Chunks;

/// <inheritdoc cref="IChunkWorkerGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class ChunkWorkerGrain(ChunkRunner runner) : Grain, IChunkWorkerGrain
{
    public Task<ChunkResult> RunAsync(ChunkTask task, CancellationToken cancellationToken) =>
        runner.RunAsync(task, async (keys, cancelled) =>
        {
            var dedupe = GrainFactory.GetGrain<IDedupeGrain>(task.Spec.Id.Value);
            var bytes = MemoryMarshal.AsBytes(keys.Span).ToArray();
            var answer = await dedupe.ResolveAsync(task.Epoch, task.Index, new DedupeKeys(bytes), cancelled);
            return answer?.ToDuplicates();
        }, cancellationToken);
}
