using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Lanes;
using Ingestion.Silo.Telemetry;

namespace Ingestion.Silo.Jobs;

/// <summary>What a run of a job works with.</summary>
internal sealed record JobRunServices(
    ChunkLedger Ledger,
    JobLog Log,
    ArtifactTable Artifacts,
    IArtifactStore Store,
    JobContexts Contexts,
    ChunkRunner Chunks,
    CpuLanes Lanes,
    EngineOptions Engine,
    SiloSettings Settings,
    IngestionMetrics Metrics,
    WorkTelemetry Telemetry,
    ActiveSilos Silos,
    IHostApplicationLifetime Host,
    TimeProvider Time,
    ILogger<JobRun> Logger)
{
    /// <summary>The time as the database keeps it, in whole microseconds, so that a job reads the same from memory and from its row.</summary>
    public DateTimeOffset Now()
    {
        var now = Time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
