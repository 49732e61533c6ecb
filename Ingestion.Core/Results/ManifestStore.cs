using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Results;

/// <summary>Writes and reads a job's <see cref="ResultManifest"/> as contract JSON.</summary>
public static class ManifestStore
{
    /// <summary>Publishes a result: its manifest appears whole, or not at all.</summary>
    public static async ValueTask WriteAsync(
        IArtifactStore store, JobKeys keys, ResultManifest manifest, CancellationToken cancellationToken = default)
    {
        await using var writer = await store.CreateAsync(keys.Manifest, cancellationToken);
        await JsonSerializer.SerializeAsync(writer.Stream, manifest, ContractsJson.Options, cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    /// <summary>The manifest of a job's result; null when there is no result.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged or of a version this code does not know.</exception>
    public static async ValueTask<ResultManifest?> ReadAsync(
        IArtifactStore store, JobKeys keys, CancellationToken cancellationToken = default)
    {
        using var reader = await store.OpenAsync(keys.Manifest, cancellationToken);
        if (reader is null)
            return null;
        var manifest = await ParseAsync(reader, keys.Manifest, cancellationToken);
        if (manifest.Version != ResultManifest.CurrentVersion)
            throw new InvalidDataException(
                $"The manifest '{keys.Manifest}' has version {manifest.Version}; this program reads version {ResultManifest.CurrentVersion}.");
        if (manifest.Checksum != ResultManifest.ChecksumOf(manifest.Parts))
            throw new InvalidDataException($"The manifest '{keys.Manifest}' is damaged: its checksum is not that of its parts.");
        return manifest;
    }

    private static async ValueTask<ResultManifest> ParseAsync(ArtifactReader reader, string key, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = reader.AsStream();
            return await JsonSerializer.DeserializeAsync<ResultManifest>(stream, ContractsJson.Options, cancellationToken)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The manifest '{key}' is damaged: {exception.Message}", exception);
        }
    }
}
