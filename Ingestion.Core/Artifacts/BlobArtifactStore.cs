using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Ingestion.Core.Artifacts.Blobs;

namespace Ingestion.Core.Artifacts;

/// <summary>Keeps objects as block blobs in one container of an Azure Storage account, or of whatever speaks its protocol.</summary>
/// <remarks>
/// An object of up to 8 MiB is written in one request and the last commit wins. A larger one goes as blocks of 8 MiB, 50,000 at most
/// (390 GiB), of which nobody sees anything before their list is committed. Of two writers of one such object the later to commit fails
/// with an <see cref="IOException"/>, because the service forgets all other blocks at a commit; the object is then the other's, whole.
/// What a writer leaves uncommitted is never visible, and the service forgets it after a week.
/// </remarks>
public sealed class BlobArtifactStore : IArtifactStore
{
    /// <summary>The container's name where none is given.</summary>
    public const string DefaultContainer = "ingestion";

    /// <summary>The name of the connection string that makes hosts use this store instead of a folder.</summary>
    public const string ConnectionName = "artifacts";

    /// <summary>The setting that names the container. Default: <see cref="DefaultContainer"/>.</summary>
    public const string ContainerSetting = "ARTIFACT_CONTAINER";

    private const int DeletesAtOnce = 8;
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(2);
    private readonly BlobContainerClient _container;
    private readonly BlobContainerClient _onceAsked;
    private volatile bool _isMade;

    /// <summary>Asks nothing of the service yet; the container is made, when it is missing, before the first write.</summary>
    /// <param name="connectionString">An Azure Storage connection string, or the address of a blob service with a SAS token.</param>
    /// <param name="containerName">3 to 63 lower-case letters, digits and single hyphens.</param>
    /// <exception cref="FormatException">Neither can be used; the message does not repeat what may be a secret.</exception>
    public BlobArtifactStore(string connectionString, string containerName = DefaultContainer)
    {
        if (!BlobConnection.IsContainerName(containerName))
            throw new FormatException($"{ContainerSetting} is '{containerName}': give 3 to 63 lower-case letters, digits and single hyphens.");
        // Some seconds of trouble are overcome here; what lasts longer is for the job, which tries the chunk again.
        _container = BlobConnection.Open(connectionString, maxRetries: 5, networkTimeout: TimeSpan.FromSeconds(30)).GetBlobContainerClient(containerName);
        _onceAsked = BlobConnection.Open(connectionString, maxRetries: 0, PingPatience).GetBlobContainerClient(containerName);
    }

    /// <summary>The store that a host's settings name; null when they name none.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which, in one line without the secret.</exception>
    public static BlobArtifactStore? FromSettings(string? connectionString, string? containerName)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return null;
        try
        {
            return new BlobArtifactStore(connectionString.Trim(), string.IsNullOrWhiteSpace(containerName) ? DefaultContainer : containerName.Trim());
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">The service refuses the key or token.</exception>
    public async ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default)
    {
        var blob = BlobOf(key);
        if (!_isMade)
            await MakeContainerAsync(cancellationToken).ConfigureAwait(false);
        return new BlobWriter(blob);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The store is out of reach.</exception>
    public async ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default)
    {
        var blob = BlobOf(key);
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
            return new BlobReader(new PinnedBlob(blob, properties.ContentLength, properties.ETag));
        }
        catch (RequestFailedException exception) when (BlobErrors.IsAbsent(exception))
        {
            return null;
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "opened", blob, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        StoreKey.Check(prefix);
        var keys = new List<string>();
        try
        {
            await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).ConfigureAwait(false))
                keys.Add(blob.Name);
        }
        catch (RequestFailedException exception) when (BlobErrors.IsAbsent(exception))
        {
            return [];
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "listed", _container, prefix, cancellationToken) is { } explained)
        {
            throw explained;
        }
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> keys = keyOrPrefix.EndsWith('/') ? await ListAsync(keyOrPrefix, cancellationToken).ConfigureAwait(false) : [keyOrPrefix];
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken }, async (key, token) =>
        {
            var blob = BlobOf(key);
            try
            {
                await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: token).ConfigureAwait(false);
            }
            catch (Exception exception) when (BlobErrors.Explain(exception, "deleted", blob, token) is { } explained)
            {
                throw explained;
            }
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask PingAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            // Listing is among what a token has to allow anyway; asking for the container's properties is not.
            await foreach (var _ in _onceAsked.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).ConfigureAwait(false))
                break;
        }
        catch (RequestFailedException exception) when (BlobErrors.IsAbsent(exception))
        {
            // It answers; the first write makes the container.
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "listed", _onceAsked, "", cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    private BlockBlobClient BlobOf(string key)
    {
        StoreKey.Check(key);
        return _container.GetBlockBlobClient(key);
    }

    private async Task MakeContainerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException exception) when (exception.Status == 403)
        {
            // A token may allow writing and not this; when the container is missing, the write says so.
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "made", _container, "", cancellationToken) is { } explained)
        {
            throw explained;
        }
        _isMade = true;
    }
}
