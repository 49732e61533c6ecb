using System.Buffers;
using System.IO.Hashing;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Results;

/// <summary>Opens a result's parts and tells a damaged one.</summary>
internal static class PartFile
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Opens a part that must be there with the size that the manifest says.</summary>
    public static async ValueTask<ArtifactReader> OpenAsync(
        IArtifactStore store, JobKeys keys, ResultPart part, CancellationToken cancellationToken)
    {
        var reader = await store.OpenAsync(keys.Folder + part.Name, cancellationToken)
            ?? throw Damaged(part, "it is missing");
        var length = reader.LengthBytes;
        if (length == part.Bytes)
            return reader;
        reader.Dispose();
        throw Damaged(part, $"it has {length} bytes, and the manifest says {part.Bytes}");
    }

    /// <summary>Reads the whole of a part once to compare it with its checksum, so that no decoder sees damaged bytes.</summary>
    public static void CheckBytes(ResultPart part, ArtifactReader reader)
    {
        if (part.Checksum.Length == 0)
            return;
        var hash = new XxHash128();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            for (var offset = 0L; (read = reader.Read(offset, buffer)) > 0; offset += read)
                hash.Append(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        CheckHash(part, hash);
    }

    /// <summary>Compares a part's hash with its checksum.</summary>
    public static void CheckHash(ResultPart part, XxHash128 hash)
    {
        if (part.Checksum.Length > 0 && part.Checksum != Convert.ToHexStringLower(hash.GetCurrentHash()))
            throw Damaged(part, "its bytes have changed since it was written");
    }

    /// <summary>The exception that names the part.</summary>
    public static InvalidDataException Damaged(ResultPart part, string what, Exception? inner = null) =>
        new($"The result's part '{part.Name}' cannot be used: {what}.", inner);
}
