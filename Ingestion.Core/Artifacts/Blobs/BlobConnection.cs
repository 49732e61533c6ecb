using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Storage.Blobs;

namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>The way to a blob service.</summary>
internal static partial class BlobConnection
{
    private const string Setting = $"ConnectionStrings:{BlobArtifactStore.ConnectionName}";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>A client for what <paramref name="connectionString"/> describes.</summary>
    /// <exception cref="FormatException">It describes nothing; the message does not repeat it.</exception>
    public static BlobServiceClient Open(string connectionString, int maxRetries, TimeSpan networkTimeout)
    {
        var options = new BlobClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = maxRetries,
                Delay = FirstPause,
                MaxDelay = LongestPause,
                NetworkTimeout = networkTimeout,
            },
        };
        if (Uri.TryCreate(connectionString, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address!.Query.Contains("sig=", StringComparison.Ordinal)
                ? new BlobServiceClient(address, options)
                : throw new FormatException($"{Setting} is an address without a SAS token: append one, or give a connection string.");
        }
        try
        {
            return new BlobServiceClient(connectionString, options);
        }
        // What the exception says may hold a part of the key.
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException(
                $"{Setting} is no Azure Storage connection string: give 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net', "
                + "or the address of a blob service with a SAS token.");
        }
    }

    public static bool IsContainerName(string name) => name.Length is >= 3 and <= 63 && ContainerName().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
