using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.References;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Repairs;

/// <summary>
/// Plans repairs: a repair is a job whose source are the corrected rows of another job's rejects, read, typed and checked by that job's
/// own plan. Its result is added to the other job's when it is published: <see cref="RepairPublisher"/>.
/// </summary>
public static class RepairPlanner
{
    /// <summary>Plans a repair and keeps the plan, or takes up the one that was kept.</summary>
    /// <param name="store">Where everything is.</param>
    /// <param name="keys">The repair's objects.</param>
    /// <param name="rawKey">The upload with the corrected rows.</param>
    /// <param name="target">The job whose rejects they are.</param>
    /// <param name="recipe">That job's recipe.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="dedupePartitions">See <see cref="JobPlan.DedupePartitions"/>.</param>
    /// <param name="references">Loads what REFERENCE rules look into; null where the recipe has none.</param>
    /// <param name="cancellationToken">Looked at while rows are read.</param>
    /// <exception cref="UnreadableSourceException">The upload is no correction of these rejects, or they cannot be repaired.</exception>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task<(JobPlan Job, Plan Plan)> PrepareAsync(
        IArtifactStore store, JobKeys keys, string rawKey, JobKeys target, Recipe recipe, EngineOptions options,
        int dedupePartitions = 1, LoadReferenceAsync? references = null, CancellationToken cancellationToken = default)
    {
        if (await JobPlan.ReadAsync(store, keys, cancellationToken) is { } kept)
            return (kept, await CompileAsync(kept.Layout));

        var rejects = await RejectExport.OpenAsync(store, target, cancellationToken)
            ?? throw new UnreadableSourceException("The job whose rejects are to be repaired has no result.");
        var source = await MatchAsync(store, rawKey, rejects, options, cancellationToken);
        var layout = source.Layout();
        var plan = await CompileAsync(layout);
        CheckColumns(plan, layout, rejects.Manifest);

        await using (var staged = await store.CreateAsync(keys.Staged, cancellationToken))
        {
            source.Write(staged.Stream);
            await staged.CommitAsync(cancellationToken);
        }
        await RepairedRows.WriteAsync(store, keys.RepairedRows, source.Rows, cancellationToken);
        using var text = await store.OpenAsync(keys.Staged, cancellationToken)
            ?? throw new IOException($"The object '{keys.Staged}' vanished while the job was planned.");
        var chunks = CsvChunkPlanner.Plan(text, layout, options.ChunkBytesFor(text.LengthBytes), options.MaxRecordBytes, cancellationToken);
        var job = new JobPlan(keys.Staged, layout, chunks, dedupePartitions, Repair: new RepairTarget(target.Folder, rejects.Manifest.ResultVersion));
        // Kept even for a single chunk: planned again, it might find a later version of the result.
        await job.WriteAsync(store, keys, cancellationToken);
        return (job, plan);

        Task<Plan> CompileAsync(CsvLayout rows) => JobPlanner.CompileAsync(recipe, rows, references, cancellationToken, areRowsApart: true);
    }

    private static async Task<RepairSource> MatchAsync(IArtifactStore store, string rawKey, RejectExport rejects, EngineOptions options, CancellationToken cancellationToken)
    {
        var layout = rejects.Manifest.Source ?? throw new UnreadableSourceException(
            "The result was made by an older version of this service, which did not keep how its source was read. Run the job again and repair the new one's rejects.");
        using var raw = await store.OpenAsync(rawKey, cancellationToken)
            ?? throw new UnreadableSourceException("The uploaded file is no longer there. Upload it again.");
        var source = new RepairSource(layout, CorrectedFile.Read(raw, layout, options, cancellationToken));
        await foreach (var (row, isRepaired) in rejects.ReadWithRepairedAsync(cancellationToken))
            source.Match(row, isRepaired);
        source.End();
        return source;
    }

    /// <summary>What is added must be what is there.</summary>
    private static void CheckColumns(Plan plan, CsvLayout layout, ResultManifest manifest)
    {
        if (!ResultColumn.Of(plan, layout).SequenceEqual(manifest.Columns))
            throw new UnreadableSourceException("This version of the service types the result's columns otherwise than the one that made it. Run the job again and repair the new one's rejects.");
    }
}
