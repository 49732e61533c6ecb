using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Repairs;
using Ingestion.Core.Results;
using Ingestion.Silo.Lanes;

namespace Ingestion.Silo.Jobs;

internal sealed partial class JobGrain
{
    public async Task<JobCommandResult> AddRepairAsync(JobId repair)
    {
        await _commands.WaitAsync();
        try
        {
            if (await LoadAsync() is not { } live)
                return new(JobCommandOutcome.NotFound, null);
            // Whoever else believes to be this job's grain fails here, so that two repairs are added one after the other.
            await TakeEpochAsync();
            live.Epoch = state.State.Epoch;
            var projectId = live.Current.ProjectId;
            var manifest = await services.Lanes.RunAsync(
                LanePriority.First,
                () => RepairPublisher.AddAsync(services.Store, JobKeys.Of(projectId, Id), repair, JobKeys.Of(projectId, repair), services.Now()).GetAwaiter().GetResult(),
                CancellationToken.None);
            if (manifest is null)
                return new(JobCommandOutcome.Outdated, live.Current);
            await ShowRepairsAsync(live, manifest);
            return new(JobCommandOutcome.Accepted, live.Current);
        }
        finally
        {
            _commands.Release();
        }
    }

    private async Task ShowRepairsAsync(LiveJob live, ResultManifest manifest)
    {
        var known = live.Current.Repairs?.Count ?? 0;
        if (manifest.Repairs.Count == known)
            return;
        var counts = manifest.RowCounts;
        foreach (var added in manifest.Repairs.Skip(known))
            await services.Log.AppendAsync(Id, JobLogLevel.Info, FormattableString.Invariant($"{added.Rows:N0} repaired {(added.Rows == 1 ? "row was" : "rows were")} added to the result by job {added.JobId}."));
        await live.SaveAsync(job => job with
        {
            RowsClean = counts.Clean,
            RowsRejected = counts.Rejected,
            RowsDuplicate = counts.Duplicate,
            RowsUnreadable = counts.Unreadable,
            Repairs = [.. manifest.Repairs.Select(part => new ResultRepair(part.JobId, part.At, part.Rows))],
        });
    }

    /// <summary>Whether a repair has come so far that its rows are, or are about to be, in the other job's result.</summary>
    private async Task<bool> IsBeyondCancelAsync(LiveJob live) =>
        live.Current is { RepairOf: { } target, ProjectId: var projectId }
        && (live.Current.Stage == JobStage.Publishing
            || (await ManifestStore.ReadAsync(services.Store, JobKeys.Of(projectId, target)))?.Repairs.Any(part => part.JobId == Id) == true);
}
