using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>One version of a blob: when it is replaced, reading fails instead of mixing two.</summary>
internal sealed class PinnedBlob(BlockBlobClient blob, long lengthBytes, ETag version)
{
    // A piece of the body at a time: the library copies through an array of this size.
    private const int PieceBytes = 256 * 1024;

    public long LengthBytes => lengthBytes;

    /// <summary>Fills <paramref name="buffer"/> from <paramref name="offset"/> as far as the blob goes, in one request.</summary>
    public int Read(long offset, Span<byte> buffer)
    {
        var wanted = buffer[..Inside(offset, buffer.Length)];
        if (wanted.IsEmpty)
            return 0;
        try
        {
            // Synchronous down to the socket: no thread of the pool is needed to go on.
            using var body = blob.DownloadStreaming(Range(offset, wanted.Length)).Value.Content;
            for (var filled = 0; filled < wanted.Length;)
            {
                var piece = wanted.Slice(filled, Math.Min(PieceBytes, wanted.Length - filled));
                filled += Some(body.Read(piece));
            }
            return wanted.Length;
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "read", blob, CancellationToken.None) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc cref="Read"/>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var wanted = buffer[..Inside(offset, buffer.Length)];
        if (wanted.IsEmpty)
            return 0;
        try
        {
            using var body = (await blob.DownloadStreamingAsync(Range(offset, wanted.Length), cancellationToken).ConfigureAwait(false)).Value.Content;
            for (var filled = 0; filled < wanted.Length;)
                filled += Some(await body.ReadAsync(wanted[filled..], cancellationToken).ConfigureAwait(false));
            return wanted.Length;
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "read", blob, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    private static int Some(int read) => read > 0 ? read : throw new IOException("the answer ended too early");

    private int Inside(long offset, int count) => (int)Math.Clamp(lengthBytes - offset, 0, count);

    private BlobDownloadOptions Range(long offset, int count) => new()
    {
        Range = new HttpRange(offset, count),
        Conditions = new BlobRequestConditions { IfMatch = version },
    };
}
