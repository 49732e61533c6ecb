using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Results;

namespace Ingestion.Core.Runs;

/// <summary>Balances a job's account and writes its manifest, after which there is a result.</summary>
public static class ResultPublisher
{
    /// <summary>Publishes the result of a job all of whose chunks are finished.</summary>
    /// <exception cref="InvalidOperationException">A chunk is missing or the account does not balance; nothing is published.</exception>
    public static async Task<ResultManifest> PublishAsync(
        IArtifactStore store, JobKeys keys, JobId jobId, JobPlan job, Plan plan, IReadOnlyList<ChunkRecord> chunks, string sourceSha256,
        DateTimeOffset createdAt, CancellationToken cancellationToken = default)
    {
        if (chunks.Count != job.Chunks.Chunks.Count || chunks.Where((chunk, index) => chunk.Index != index).Any())
            throw new InvalidOperationException($"{chunks.Count} of {job.Chunks.Chunks.Count} chunks are in the ledger; the result is not complete.");
        var counts = chunks.Aggregate(default(RowCounts), (sum, chunk) => sum + chunk.Counts);
        if (!counts.Balances || chunks.Any(chunk => !chunk.Counts.Balances))
            throw new InvalidOperationException($"The account does not balance: {counts}.");
        var parts = chunks.Where(chunk => chunk.PartBytes > 0)
            .Select(chunk => new ResultPart(Name(keys, keys.Part(chunk.Index)), chunk.Counts.Clean, chunk.PartBytes, chunk.Checksum)).ToList();
        var hasProfile = job.IsProfiled && await ProfileStore.PublishAsync(store, keys, job, plan, cancellationToken);
        var manifest = new ResultManifest
        {
            JobId = jobId,
            CreatedAt = createdAt,
            RowCounts = counts,
            Columns = ResultColumn.Of(plan, job.Layout),
            RecipeHash = RecipeHash.Of(plan.Recipe),
            SourceSha256 = sourceSha256,
            Source = job.Layout,
            Renames = plan.Recipe.Source.Renames,
            Violations = Violations(plan, chunks),
            Fixes = Fixes(plan, chunks),
            Parts = parts,
            Rejects = [.. chunks.Where(chunk => chunk.RejectBytes > 0)
                .Select(chunk => new RejectPart(Name(keys, keys.Rejects(chunk.Index)), chunk.Counts.Read - chunk.Counts.Clean, chunk.RejectBytes))],
            Profile = hasProfile ? Name(keys, keys.Profile) : null,
            Checksum = ResultManifest.ChecksumOf(parts),
        };
        // The parts must outlast a power cut before the manifest that promises them does.
        await store.FlushAsync([.. Objects(keys, plan, manifest, chunks)], cancellationToken);
        await ManifestStore.WriteAsync(store, keys, manifest, cancellationToken);
        return manifest;
    }

    private static IEnumerable<string> Objects(JobKeys keys, Plan plan, ResultManifest manifest, IReadOnlyList<ChunkRecord> chunks) =>
        manifest.Parts.Select(part => keys.Folder + part.Name)
            .Concat(manifest.Rejects.Select(part => keys.Folder + part.Name))
            .Concat(manifest.Profile is { } profile ? [keys.Folder + profile] : [])
            .Concat(plan.HasDedupe ? chunks.Select(chunk => keys.Keys(chunk.Index)) : []);

    /// <summary>How many rows broke each rule in each column, the broken ones only, in the recipe's order.</summary>
    public static IReadOnlyList<ViolationCount> Violations(Plan plan, IEnumerable<ChunkRecord> chunks)
    {
        var totals = new long[plan.Checks.Count];
        foreach (var chunk in chunks)
        {
            for (var i = 0; i < totals.Length; i++)
                totals[i] += chunk.ViolationRows[i];
        }
        return [.. plan.Checks.Where(check => totals[check.Ordinal] > 0).Select(check => new ViolationCount(check.RuleId, check.Column, totals[check.Ordinal]))];
    }

    /// <summary>How many values each fix changed, those that changed some only, in the recipe's order; null where there are no fixes.</summary>
    public static IReadOnlyList<FixCount>? Fixes(Plan plan, IEnumerable<ChunkRecord> chunks)
    {
        if (plan.Fixes.Count == 0)
            return null;
        var totals = new long[plan.Fixes.Count];
        foreach (var values in chunks.Select(chunk => chunk.FixedValues).OfType<IReadOnlyList<long>>())
        {
            for (var i = 0; i < totals.Length; i++)
                totals[i] += values[i];
        }
        return [.. plan.Fixes.Where(fix => totals[fix.Ordinal] > 0).Select(fix => new FixCount(fix.RuleId, fix.Column, totals[fix.Ordinal]))];
    }

    private static string Name(JobKeys keys, string key) => key[keys.Folder.Length..];
}
