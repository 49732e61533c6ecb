using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>Turns what the client library throws into what <see cref="IArtifactStore"/> promises: what happened, where, what to try.</summary>
internal static class BlobErrors
{
    /// <summary>Whether the object or its container is not there.</summary>
    public static bool IsAbsent(RequestFailedException exception) => exception.Status == 404;

    /// <inheritdoc cref="Explain(Exception, string, BlobContainerClient, string, CancellationToken)"/>
    public static Exception? Explain(Exception exception, string done, BlockBlobClient blob, CancellationToken cancellationToken) =>
        Explain(exception, done, blob.GetParentBlobContainerClient(), blob.Name, cancellationToken);

    /// <summary>The exception to throw instead; null when this one is no trouble of the store's.</summary>
    /// <param name="exception">What was caught.</param>
    /// <param name="done">What could not be done, such as <c>read</c>.</param>
    /// <param name="container">Where.</param>
    /// <param name="key">The object or prefix; empty for the container.</param>
    /// <param name="cancellationToken">The caller's: a cancellation of its own stays one.</param>
    public static Exception? Explain(Exception exception, string done, BlobContainerClient container, string key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && exception is OperationCanceledException)
            return null;
        var subject = key.Length == 0 ? $"The container '{container.Name}'" : $"'{key}' in the container '{container.Name}'";
        var what = $"{subject} at {container.Uri.GetLeftPart(UriPartial.Authority)} could not be {done}";
        return Last(exception) switch
        {
            RequestFailedException { Status: 401 or 403 } refused =>
                new UnauthorizedAccessException($"{what}: the object store refused it ({Code(refused)}). Check the key or token in the connection string, and this machine's clock.", exception),
            RequestFailedException { Status: 404 } absent =>
                new FileNotFoundException($"{what}: it is not there any more ({Code(absent)}).", exception),
            RequestFailedException { Status: 412 } =>
                new IOException($"{what}: it was replaced or deleted after it had been opened. Open it again.", exception),
            RequestFailedException failed when failed.ErrorCode == BlobErrorCode.InvalidBlockList || failed.ErrorCode == BlobErrorCode.InvalidBlobOrBlock =>
                new IOException($"{what}: another writer committed it meanwhile, and this one's blocks were forgotten. Write it again.", exception),
            RequestFailedException { Status: 0 or 408 or 429 or >= 500 } down =>
                new StoreUnavailableException($"{what}: the object store does not answer ({(down.Status == 0 ? FirstLine(down) : Code(down))}). See that it runs and can be reached from here, and try again.", exception),
            RequestFailedException failed => new IOException($"{what}: the object store answered {Code(failed)}.", exception),
            OperationCanceledException or TimeoutException =>
                new StoreUnavailableException($"{what}: the object store did not answer in time. See that it runs and can be reached from here, and try again.", exception),
            IOException broken and not StoreUnavailableException =>
                new StoreUnavailableException($"{what}: the connection broke ({FirstLine(broken)}). Try again.", exception),
            _ => null,
        };
    }

    /// <summary>After several tries the library throws what each of them met.</summary>
    private static Exception Last(Exception exception) =>
        exception is AggregateException { InnerExceptions: [.., var last] } ? Last(last) : exception;

    private static string Code(RequestFailedException exception) => $"{exception.Status} {exception.ErrorCode}".TrimEnd();

    private static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
}
