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
    /// <summary>Whether the chunk's part has its checksum, its rejects their length and its dedupe keys, where there are any, can be read, and its profile, where there is one, has its checksum.</summary>
    public static async ValueTask<bool> IsIntactAsync(IArtifactStore store, JobKeys keys, ChunkRecord chunk, bool hasDedupe, bool hasProfile = false, CancellationToken cancellationToken = default)
    {
        if (chunk.PartBytes > 0 && !await HasChecksumAsync(store, keys.Part(chunk.Index), chunk, cancellationToken))
            return false;
        if (chunk.RejectBytes > 0)
        {
            using var rejects = await store.OpenAsync(keys.Rejects(chunk.Index), cancellationToken);
            if (rejects?.LengthBytes != chunk.RejectBytes)
                return false;
        }
        if (hasProfile && !await ChunkProfile.IsIntactAsync(store, keys.ChunkProfile(chunk.Index), cancellationToken))
            return false;
        return !hasDedupe || await HasKeysAsync(store, keys.Keys(chunk.Index), cancellationToken);
    }

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
