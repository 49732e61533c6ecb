using Azure.Storage.Blobs.Specialized;

namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>A blob being written; see <see cref="BlockStream"/>.</summary>
internal sealed class BlobWriter(BlockBlobClient blob) : ArtifactWriter
{
    private readonly BlockStream _stream = new(blob);

    public override Stream Stream => _stream;

    public override ValueTask CommitAsync(CancellationToken cancellationToken = default) => new(_stream.CommitAsync(cancellationToken));

    public override ValueTask DisposeAsync() => _stream.AbandonAsync();
}
