using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Runs;
using Microsoft.Extensions.Caching.Memory;

namespace Ingestion.Silo.Chunks;

/// <summary>Layouts of artifacts, which never change: an upload's preview sniffs, and the job that follows needs not do it again.</summary>
internal sealed class LayoutCache(EngineOptions engine) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly MemoryCache _layouts = new(new MemoryCacheOptions { SizeLimit = 1000 });

    /// <summary>The artifact's layout, sniffed here unless that was done a moment ago.</summary>
    /// <exception cref="UnreadableSourceException">It cannot be read.</exception>
    public CsvLayout Sniff(ArtifactId artifactId, ArtifactReader raw, SourceOptions options)
    {
        var key = KeyOf(artifactId, options);
        if (_layouts.TryGetValue(key, out CsvLayout? known))
            return known!;
        var layout = SourceSniffer.Sniff(raw, options, engine);
        return _layouts.Set(key, layout, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Lifetime });
    }

    /// <summary>The layout, if it was sniffed a moment ago.</summary>
    public CsvLayout? Find(ArtifactId artifactId, SourceOptions options) => _layouts.Get<CsvLayout>(KeyOf(artifactId, options));

    public void Dispose() => _layouts.Dispose();

    // A layout has the file's own names: what a recipe calls its columns changes nothing.
    private static (ArtifactId, string) KeyOf(ArtifactId artifactId, SourceOptions options) =>
        (artifactId, JsonSerializer.Serialize(options with { Renames = [] }, ContractsJson.Options));
}
