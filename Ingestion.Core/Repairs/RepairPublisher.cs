using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Repairs;

/// <summary>Adds the result of a repair to that of the job whose rejects it repaired, as its next version.</summary>
public static class RepairPublisher
{
    /// <summary>
    /// Adds the repair's clean rows, whose result is published, with their dedupe keys, and takes the rejects that they were out of the account. The
    /// manifest is written last: until then readers see the version before, and a call that was cut short is repeated. Adding twice changes nothing.
    /// One call at a time for one target.
    /// </summary>
    /// <param name="store">Where everything is.</param>
    /// <param name="target">The other job's objects.</param>
    /// <param name="repair">The repair.</param>
    /// <param name="keys">The repair's objects.</param>
    /// <param name="now">When it is added.</param>
    /// <param name="cancellationToken">Ends it between two objects.</param>
    /// <returns>The manifest after it; null when the result has another version than the repair was planned for.</returns>
    /// <exception cref="InvalidDataException">Something that was written before is missing or damaged.</exception>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task<ResultManifest?> AddAsync(
        IArtifactStore store, JobKeys target, JobId repair, JobKeys keys, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var before = await ReadAsync(store, target, cancellationToken);
        if (before.Repairs.Any(part => part.JobId == repair))
            return before;
        var plan = await JobPlan.ReadAsync(store, keys, cancellationToken) ?? throw new InvalidDataException($"The plan of the repair {repair} is missing.");
        if (plan.Repair?.ResultVersion != before.ResultVersion)
            return null;
        var result = await ReadAsync(store, keys, cancellationToken);
        var added = await AddedAsync(store, keys, result, cancellationToken);
        if (added.Count == 0)
            return before;

        var parts = new List<ResultPart>();
        foreach (var part in result.Parts)
            parts.Add(part with { Name = (await CopyAsync(keys.Folder + part.Name, target.RepairPart(repair, parts.Count)))[target.Folder.Length..] });
        var copies = parts.ConvertAll(part => target.Folder + part.Name);
        foreach (var file in await store.ListAsync(keys.KeysFolder, cancellationToken))
            copies.Add(await CopyAsync(file, target.RepairKeys(repair, copies.Count)));
        var list = target.Repair(repair);
        await RepairedRows.WriteAsync(store, list, added.Select(row => row.Mark), cancellationToken);
        await store.FlushAsync(copies, cancellationToken);

        var after = before with
        {
            RowCounts = After(before.RowCounts, added),
            Parts = [.. before.Parts, .. parts],
            Repairs = [.. before.Repairs, new RepairPart(repair, now, added.Count, list[target.Folder.Length..])],
        };
        after = after with { Checksum = ResultManifest.ChecksumOf(after.Parts) };
        await ManifestStore.WriteAsync(store, target, after, cancellationToken);
        return after;

        async Task<string> CopyAsync(string from, string to)
        {
            using var reader = await store.OpenAsync(from, cancellationToken) ?? throw new InvalidDataException($"The repair's object '{from}' is missing.");
            await using var source = reader.AsStream();
            await using var writer = await store.CreateAsync(to, cancellationToken);
            await source.CopyToAsync(writer.Stream, cancellationToken);
            await writer.CommitDeferredAsync(cancellationToken);
            return to;
        }
    }

    /// <summary>The rows of a repair that are in its result: all that it ran but for its own rejects.</summary>
    private static async Task<IReadOnlyList<RepairedRow>> AddedAsync(IArtifactStore store, JobKeys keys, ResultManifest result, CancellationToken cancellationToken)
    {
        var rows = (await RepairedRows.ReadAsync<RepairedRow>(store, keys.RepairedRows, cancellationToken)).ToDictionary(row => row.Mark);
        var rejects = await RejectExport.OpenAsync(store, keys, cancellationToken) ?? throw new InvalidDataException("The repair's result is gone.");
        await foreach (var reject in rejects.ReadAsync(cancellationToken))
            rows.Remove(RepairSource.MarkOf(RejectPosition.Of(reject) with { Confidence = 0 }));
        return rows.Count == result.RowCounts.Clean
            ? [.. rows.Values]
            : throw new InvalidDataException($"The repair's account does not balance: {rows.Count} rows are none of its rejects, and {result.RowCounts.Clean} are in its result.");
    }

    private static RowCounts After(RowCounts counts, IReadOnlyList<RepairedRow> added)
    {
        var after = counts with
        {
            Clean = counts.Clean + added.Count,
            Rejected = counts.Rejected - Count(RowVerdict.Rejected),
            Duplicate = counts.Duplicate - Count(RowVerdict.Duplicate),
            Unreadable = counts.Unreadable - Count(RowVerdict.Unreadable),
        };
        return after.Balances ? after : throw new InvalidDataException($"The account does not balance after the repair: {after}.");

        long Count(RowVerdict verdict) => added.Count(row => row.Verdict == verdict);
    }

    private static async ValueTask<ResultManifest> ReadAsync(IArtifactStore store, JobKeys keys, CancellationToken cancellationToken) =>
        await ManifestStore.ReadAsync(store, keys, cancellationToken) ?? throw new InvalidDataException($"The manifest '{keys.Manifest}' is missing.");
}
