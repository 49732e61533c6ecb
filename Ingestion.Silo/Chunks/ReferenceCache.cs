using System.Collections.Concurrent;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.References;
using Microsoft.Extensions.Caching.Memory;

namespace Ingestion.Silo.Chunks;

/// <summary>
/// The columns that REFERENCE rules look into, read once for the previews and jobs of this silo: artifacts never change. What is kept is
/// bounded by twice the values that one of them may have.
/// </summary>
internal sealed class ReferenceCache(IArtifactStore store, EngineOptions engine) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly ReferenceLoader _loader = new(store, engine);
    private readonly MemoryCache _columns = new(new MemoryCacheOptions { SizeLimit = 2L * engine.MaxReferenceValues });
    private readonly ConcurrentDictionary<(ProjectId, string), Lazy<Task<ReferenceLoad>>> _loading = [];

    /// <summary>The loader for a project's recipes.</summary>
    public LoadReferenceAsync Of(ProjectId projectId) => (request, cancellationToken) => LoadAsync(projectId, request, cancellationToken);

    public void Dispose() => _columns.Dispose();

    private async Task<ReferenceLoad> LoadAsync(ProjectId projectId, ReferenceRequest request, CancellationToken cancellationToken)
    {
        var key = (projectId, JsonSerializer.Serialize(request with { RulePath = "", Values = request.Values with { Name = "" } }, ContractsJson.Options));
        // What is kept of an artifact that was deleted must not outlive it.
        if (_columns.TryGetValue(key, out ReferenceColumn? known))
            return await _loader.ExistsAsync(projectId, request.ArtifactId, cancellationToken) ? new(known, null) : ReferenceLoad.Unknown(request);
        var loading = _loading.GetOrAdd(key, _ => new Lazy<Task<ReferenceLoad>>(() => LoadAndKeepAsync(key, projectId, request)));
        var (column, problem) = await loading.Value.WaitAsync(cancellationToken);
        // Who waits for another's loading has another place in another recipe.
        return new(column, problem is null ? null : problem with { Path = request.RulePath + problem.Path[problem.Path.IndexOf('.', StringComparison.Ordinal)..] });
    }

    private async Task<ReferenceLoad> LoadAndKeepAsync((ProjectId, string) key, ProjectId projectId, ReferenceRequest request)
    {
        try
        {
            // Others may wait for it: it does not end with the one who asked first.
            var load = await _loader.LoadAsync(projectId, request, CancellationToken.None);
            if (load.Column is { } column)
                _columns.Set(key, column, new MemoryCacheEntryOptions { Size = Math.Max(1, column.Count), SlidingExpiration = Lifetime });
            return load;
        }
        finally
        {
            _loading.TryRemove(key, out _);
        }
    }
}
