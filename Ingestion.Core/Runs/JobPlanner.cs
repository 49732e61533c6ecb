using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.References;

namespace Ingestion.Core.Runs;

/// <summary>Plans jobs: sniffs the raw artifact, compiles the recipe, stages where needed, cuts the chunks.</summary>
public static class JobPlanner
{
    /// <summary>Plans a job and keeps the plan, or takes up the one that was kept.</summary>
    /// <param name="store">Where the artifact is and the plan goes.</param>
    /// <param name="keys">The job's objects.</param>
    /// <param name="rawKey">The artifact.</param>
    /// <param name="recipe">What is to be done.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="dedupePartitions">See <see cref="JobPlan.DedupePartitions"/>; of a kept plan, its own holds.</param>
    /// <param name="layout">The artifact's layout under the recipe's source options, when it was sniffed before.</param>
    /// <param name="references">Loads what REFERENCE rules look into; null where the recipe has none.</param>
    /// <param name="cancellationToken">Looked at once a megabyte.</param>
    /// <exception cref="UnreadableSourceException">The artifact cannot be read, or the recipe does not fit it.</exception>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task<(JobPlan Job, Plan Plan)> PrepareAsync(
        IArtifactStore store, JobKeys keys, string rawKey, Recipe recipe, EngineOptions options,
        int dedupePartitions = 1, CsvLayout? layout = null, LoadReferenceAsync? references = null, CancellationToken cancellationToken = default)
    {
        if (await JobPlan.ReadAsync(store, keys, cancellationToken) is { } kept)
            return (kept, await CompileAsync(recipe, kept.Layout, references, cancellationToken));

        using var raw = await store.OpenAsync(rawKey, cancellationToken)
            ?? throw new UnreadableSourceException("The uploaded file is no longer there. Upload it again.");
        layout ??= SourceSniffer.Sniff(raw, recipe.Source, options, cancellationToken);
        var plan = await CompileAsync(recipe, layout, references, cancellationToken);
        var sourceKey = rawKey;
        if (layout.IsStaged)
        {
            sourceKey = keys.Staged;
            await SourceText.StageAsync(store, raw, layout, sourceKey, options.Documents, cancellationToken);
        }
        using var source = await store.OpenAsync(sourceKey, cancellationToken)
            ?? throw new IOException($"The object '{sourceKey}' vanished while the job was planned.");
        var chunks = CsvChunkPlanner.Plan(source, layout, options.ChunkBytesFor(source.LengthBytes), options.MaxRecordBytes, cancellationToken);
        var job = new JobPlan(sourceKey, layout, chunks, dedupePartitions, recipe.Profile);
        // A single chunk has nothing finished behind it, and planning it again gives the same.
        if (chunks.Chunks.Count > 1)
            await job.WriteAsync(store, keys, cancellationToken);
        return (job, plan);
    }

    /// <summary>Compiles a job's recipe; see <see cref="Plan.CompileAsync"/>.</summary>
    /// <exception cref="UnreadableSourceException">It does not fit.</exception>
    internal static async Task<Plan> CompileAsync(
        Recipe recipe, CsvLayout layout, LoadReferenceAsync? references, CancellationToken cancellationToken, bool areRowsApart = false)
    {
        var compiled = await Plan.CompileAsync(recipe, layout, references ?? ((request, _) => Task.FromResult(ReferenceLoad.Unknown(request))), areRowsApart, cancellationToken);
        return compiled.Plan ?? throw new UnreadableSourceException(
            "The recipe does not fit the file. " + string.Join(" ", compiled.Problems.Select(problem => $"{problem.Path}: {problem.Message}")));
    }
}
