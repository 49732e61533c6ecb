using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Runs;

/// <summary>What a job does to which bytes, fixed when the job is first planned, so that every attempt does the same.</summary>
/// <param name="SourceKey">The source as delimited text in UTF-8: the raw artifact or its staged copy.</param>
/// <param name="Layout">How it is laid out.</param>
/// <param name="Chunks">How it is cut.</param>
/// <param name="DedupePartitions">Into how many partitions each DEDUPE rule's keys are parted.</param>
/// <param name="IsProfiled">Whether every chunk profiles the rows it reads. A plan that was kept before there were profiles goes without.</param>
/// <param name="Repair">Of a repair, what it repairs; null for a job of its own.</param>
public sealed record JobPlan(
    string SourceKey, CsvLayout Layout, ChunkPlan Chunks, int DedupePartitions = 1, bool IsProfiled = false, RepairTarget? Repair = null)
{
    /// <summary>Reads a job's plan; null when it was not planned yet.</summary>
    public static async ValueTask<JobPlan?> ReadAsync(IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default)
    {
        using var reader = await store.OpenAsync(keys.Plan, cancellationToken);
        if (reader is null)
            return null;
        await using var stream = reader.AsStream();
        return await JsonSerializer.DeserializeAsync<JobPlan>(stream, ContractsJson.Options, cancellationToken);
    }

    /// <summary>Writes it, atomically.</summary>
    public async ValueTask WriteAsync(IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default)
    {
        await using var writer = await store.CreateAsync(keys.Plan, cancellationToken);
        await JsonSerializer.SerializeAsync(writer.Stream, this, ContractsJson.Options, cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }
}

/// <summary>Whose rejects a job repairs.</summary>
/// <param name="Folder">The other job's objects: <see cref="JobKeys.Folder"/>.</param>
/// <param name="ResultVersion">The version of its result that the repair was planned for.</param>
public sealed record RepairTarget(string Folder, int ResultVersion);
