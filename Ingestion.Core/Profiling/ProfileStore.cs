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
    /// Writes the profile of all chunks; it is durable once <see cref="JobKeys.Profile"/> is flushed. False, and nothing is written, when a chunk's profile is not there or damaged: such as
    /// where a silo of an older version did the chunk. A result is worth having without it.
    /// </summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task<bool> PublishAsync(IArtifactStore store, JobKeys keys, JobPlan job, Plan plan, CancellationToken cancellationToken = default)
    {
        // The only chunk has written it.
        if (job.Chunks.Chunks.Count == 1 && await ExistsAsync(store, keys.Profile, cancellationToken))
            return true;
        ChunkProfile? whole = null;
        foreach (var chunk in job.Chunks.Chunks)
        {
            if (await ChunkProfile.ReadAsync(store, keys.ChunkProfile(chunk.Index), plan, job.Layout.Columns, cancellationToken) is not { } next)
                return false;
            if (whole is null)
                whole = next;
            else
                whole.Merge(next);
        }
        await WriteAsync(store, keys, whole ?? ChunkProfile.Empty(plan, job.Layout.Columns), cancellationToken);
        return true;
    }

    /// <summary>Writes what people see of a whole source's profile as contract JSON; it is durable once <see cref="JobKeys.Profile"/> is flushed.</summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task WriteAsync(IArtifactStore store, JobKeys keys, ChunkProfile profile, CancellationToken cancellationToken = default)
    {
        await using var writer = await store.CreateAsync(keys.Profile, cancellationToken);
        writer.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(profile.Conclude(isSample: false), ContractsJson.Options));
        await writer.CommitDeferredAsync(cancellationToken);
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

    /// <summary>Whether a job's profile is there and can be read.</summary>
    public static async ValueTask<bool> IsIntactAsync(IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadAsync(store, keys, cancellationToken) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static async ValueTask<bool> ExistsAsync(IArtifactStore store, string key, CancellationToken cancellationToken)
    {
        using var reader = await store.OpenAsync(key, cancellationToken);
        return reader is not null;
    }
}
