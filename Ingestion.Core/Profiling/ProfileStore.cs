using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Plans;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Profiling;

/// <summary>Makes a job's profile of those of its chunks, and shows it.</summary>
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
        if (job.Chunks.Chunks.Count == 1)
            return await ExistsAsync(store, keys.Profile, cancellationToken);
        ChunkProfile? whole = null;
        try
        {
            foreach (var chunk in job.Chunks.Chunks)
            {
                if (await ChunkProfile.ReadAsync(store, keys.ChunkProfile(chunk.Index), cancellationToken) is not { } next)
                    return false;
                if (whole is null)
                    whole = next;
                else
                    whole.Merge(next);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
        await WriteAsync(store, keys.Profile, whole ?? ChunkProfile.Empty(plan, job.Layout.Columns), cancellationToken);
        return true;
    }

    /// <summary>Writes a profile and uses it up; it is durable once <paramref name="key"/> is flushed.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="key"><see cref="JobKeys.ChunkProfile"/>, or <see cref="JobKeys.Profile"/> of all chunks.</param>
    /// <param name="profile">What was seen.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task WriteAsync(IArtifactStore store, string key, ChunkProfile profile, CancellationToken cancellationToken = default)
    {
        await using var file = await store.CreateAsync(key, cancellationToken);
        profile.Write(file.Stream);
        await file.CommitDeferredAsync(cancellationToken);
        profile.Release();
    }

    /// <summary>The profile of a job's source; null when the job made none or is not finished.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static async ValueTask<DatasetProfile?> ReadAsync(IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default)
    {
        if (await ChunkProfile.ReadAsync(store, keys.Profile, cancellationToken) is not { } profile)
            return null;
        var shown = profile.Conclude(isSample: false);
        profile.Release();
        return shown;
    }

    private static async ValueTask<bool> ExistsAsync(IArtifactStore store, string key, CancellationToken cancellationToken)
    {
        using var reader = await store.OpenAsync(key, cancellationToken);
        return reader is not null;
    }
}
