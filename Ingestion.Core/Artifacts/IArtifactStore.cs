namespace Ingestion.Core.Artifacts;

/// <summary>
/// Where bytes live. Keys are relative paths with <c>/</c> between segments; see <see cref="ArtifactKeys"/>.
/// A folder (<see cref="FolderArtifactStore"/>) or an object store (<see cref="BlobArtifactStore"/>).
/// </summary>
public interface IArtifactStore
{
    /// <summary>Begins writing an object. Nobody sees it before <see cref="ArtifactWriter.CommitAsync"/>, which replaces an older one atomically.</summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Opens an object for ranged reads; null when there is none.</summary>
    ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until objects that were committed by <see cref="ArtifactWriter.CommitDeferredAsync"/> are durable. Nothing to do where every
    /// commit is.
    /// </summary>
    ValueTask FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    /// <summary>The keys below a prefix that ends with <c>/</c>, in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object, or everything below a prefix that ends with <c>/</c>. Nothing there is no error.</summary>
    ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes what writers of killed processes left, never visible to anybody, when it was last written before a point in time. Returns
    /// how many there were. Nothing to do where the store itself forgets uncommitted bytes.
    /// </summary>
    ValueTask<int> DeleteAbandonedAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);

    /// <summary>Asks, once and for a few seconds at most, whether the store answers. Nothing to ask where it is no service of its own.</summary>
    /// <exception cref="IOException">It does not; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It refuses this service.</exception>
    ValueTask PingAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}

/// <summary>An object being written. Disposing it without a commit leaves nothing behind.</summary>
public abstract class ArtifactWriter : IAsyncDisposable
{
    /// <summary>Takes the bytes, in order.</summary>
    public abstract Stream Stream { get; }

    /// <summary>Makes the bytes durable and the object visible.</summary>
    public abstract ValueTask CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the object visible now and lets its bytes become durable later: at the latest when <see cref="IArtifactStore.FlushAsync"/>
    /// returns. Nothing is lost when the process is killed; after a power cut the object may be damaged.
    /// </summary>
    public virtual ValueTask CommitDeferredAsync(CancellationToken cancellationToken = default) => CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>An object open for reading. Reads at any offset, from any thread.</summary>
public abstract class ArtifactReader : IDisposable
{
    /// <summary>The object's size.</summary>
    public abstract long LengthBytes { get; }

    /// <summary>Whether each read may be a request over a network: what can be read once, in a row, is then not read in pieces and here and there again.</summary>
    public virtual bool ReadsAreRequests => false;

    /// <summary>Reads up to <paramref name="buffer"/>'s length from <paramref name="offset"/>; 0 only at the end.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    /// <summary>Fills <paramref name="buffer"/> as far as the object goes and returns how much that was.</summary>
    public int ReadFully(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = Read(offset + total, buffer[total..]);
            if (read == 0)
                break;
            total += read;
        }
        return total;
    }

    /// <summary>A seekable stream over the whole object; it does not own this reader.</summary>
    public abstract Stream AsStream();

    /// <inheritdoc/>
    public abstract void Dispose();
}
