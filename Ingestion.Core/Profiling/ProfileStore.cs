using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Plans;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Profiling;

/// <summary>Makes a job's profile of those of its chunks, and reads it again.</summary>
public static class ProfileStore
{
    /// <summary>
    /// Writes the profile of all chunks as contract JSON, durably. Null, and nothing written, when a chunk's profile is not there or
    /// damaged: such as where a silo of an older version did the chunk. A result is worth having without it.
    /// </summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task<DatasetProfile?> PublishAsync(
        IArtifactStore store, JobKeys keys, JobPlan job, Plan plan, CancellationToken cancellationToken = default)
    {
        var whole = ChunkProfile.Empty(plan, job.Layout.Columns);
        foreach (var chunk in job.Chunks.Chunks)
        {
            if (await ChunkProfile.ReadAsync(store, keys.ChunkProfile(chunk.Index), plan, job.Layout.Columns, cancellationToken) is not { } next)
                return null;
            whole.Merge(next);
        }
        var profile = whole.Conclude(isSample: false);
        await using var writer = await store.CreateAsync(keys.Profile, cancellationToken);
        await JsonSerializer.SerializeAsync(writer.Stream, profile, ContractsJson.Options, cancellationToken);
        await writer.CommitAsync(cancellationToken);
        return profile;
    }

    /// <summary>The profile of a job's source; null when the job made none or is not finished.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static async ValueTask<DatasetProfile?> ReadAsync(IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default)
    {
        using var reader = await store.OpenAsync(keys.Profile, cancellationToken);
        if (reader is null)
            return null;
        await using var stream = reader.AsStream();
        try
        {
            return await JsonSerializer.DeserializeAsync<DatasetProfile>(stream, ContractsJson.Options, cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The profile '{keys.Profile}' is damaged: {exception.Message}", exception);
        }
    }
}
