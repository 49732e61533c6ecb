using System.Runtime.InteropServices;
using Ingestion.Core.Chunks;
using Ingestion.Silo.Dedupe;
using Ingestion.Silo.Telemetry;
using Orleans.Placement;

namespace Ingestion.Silo.Chunks;

/// <inheritdoc cref="IChunkWorkerGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class ChunkWorkerGrain(ChunkRunner runner, WorkTelemetry telemetry) : Grain, IChunkWorkerGrain
{
    public Task<ChunkResult> RunAsync(ChunkTask task, CancellationToken cancellationToken) =>
        telemetry.RunAsync(task, () => runner.RunAsync(task, (keys, cancelled) => ResolveAsync(task, keys, cancelled), cancellationToken));

    private async Task<ChunkDuplicates?> ResolveAsync(ChunkTask task, ReadOnlyMemory<UInt128> keys, CancellationToken cancellationToken)
    {
        var dedupe = GrainFactory.GetGrain<IDedupeGrain>(task.Spec.Id.Value);
        var message = new DedupeKeys(MemoryMarshal.AsBytes(keys.Span).ToArray());
        var reply = await dedupe.ResolveAsync(task.Epoch, task.Index, message, cancellationToken);
        while (reply.Outcome == DedupeOutcome.NotYet)
            reply = await dedupe.ResolveAsync(task.Epoch, task.Index, null, cancellationToken);
        return reply.Answer?.ToDuplicates();
    }
}
