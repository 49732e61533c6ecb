using System.Buffers;
using System.IO.Hashing;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Profiling;

namespace Ingestion.Core.Chunks;

/// <summary>
/// Looks whether what a finished chunk wrote is still whole: after a power cut the ledger may know of a chunk whose bytes never
/// reached the disk. Such a chunk is done again.
/// </summary>
public static class ChunkVerifier
{
    /// <summary>Whether the chunk's part has its checksum, its rejects their length and its dedupe keys, where there are any, can be read, and its profile, where there is one, is whole.</summary>
    /// <param name="store">Where it was written.</param>
    /// <param name="keys">Under which names.</param>
    /// <param name="chunk">What the ledger says of it.</param>
    /// <param name="hasDedupe">Whether the job has a DEDUPE rule.</param>
    /// <param name="hasProfile">Whether the job is profiled.</param>
    /// <param name="isAlone">Whether it is the only chunk: its profile is the job's then.</param>
    /// <param name="cancellationToken">Given to the store.</param>
    public static async ValueTask<bool> IsIntactAsync(
        IArtifactStore store, JobKeys keys, ChunkRecord chunk, bool hasDedupe, bool hasProfile = false, bool isAlone = false, CancellationToken cancellationToken = default)
    {
        if (chunk.PartBytes > 0 && !await HasChecksumAsync(store, keys.Part(chunk.Index), chunk, cancellationToken))
            return false;
        if (chunk.RejectBytes > 0)
        {
            using var rejects = await store.OpenAsync(keys.Rejects(chunk.Index), cancellationToken);
            if (rejects?.LengthBytes != chunk.RejectBytes)
                return false;
        }
        if (hasProfile && !await HasProfileAsync(store, keys, chunk, isAlone, cancellationToken))
            return false;
        return !hasDedupe || await HasKeysAsync(store, keys.Keys(chunk.Index), cancellationToken);
    }

    private static ValueTask<bool> HasProfileAsync(IArtifactStore store, JobKeys keys, ChunkRecord chunk, bool isAlone, CancellationToken cancellationToken) =>
        ChunkProfile.IsIntactAsync(store, isAlone ? keys.Profile : keys.ChunkProfile(chunk.Index), cancellationToken);

    private static async ValueTask<bool> HasChecksumAsync(IArtifactStore store, string key, ChunkRecord chunk, CancellationToken cancellationToken)
    {
        using var part = await store.OpenAsync(key, cancellationToken);
        if (part?.LengthBytes != chunk.PartBytes)
            return false;
        var hash = new XxHash128();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        for (var offset = 0L; offset < chunk.PartBytes;)
        {
            var read = part.Read(offset, buffer);
            hash.Append(buffer.AsSpan(0, read));
            offset += read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetCurrentHash()) == chunk.Checksum;
    }

    private static async ValueTask<bool> HasKeysAsync(IArtifactStore store, string key, CancellationToken cancellationToken)
    {
        using var keys = await store.OpenAsync(key, cancellationToken);
        if (keys is null)
            return false;
        try
        {
            KeyFile.Verify(keys, key);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
