using System.Data.Common;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Orleans.Runtime.Placement;
using Ingestion.Silo.Telemetry;
using Orleans.Storage;

namespace Ingestion.Silo.Jobs;

internal sealed partial class JobGrain
{
    private async Task<JobCommandResult> BeginAsync(JobSpec spec)
    {
        if (await LoadUnlessNewAsync() is { } known)
            return new(JobCommandOutcome.AlreadyStarted, known.Current);
        var now = services.Now();
        var job = new Job
        {
            Id = spec.Id,
            ProjectId = spec.ProjectId,
            Name = spec.Name,
            ArtifactId = spec.ArtifactId,
            RepairOf = spec.RepairOf,
            Mode = spec.Mode,
            // A small job's next status is its last one.
            Status = spec.Mode == JobMode.Sync ? JobStatus.Running : JobStatus.Pending,
            StartedAt = spec.Mode == JobMode.Sync ? now : null,
            CreatedAt = now,
            RecipeMatch = spec.RecipeMatch,
        };
        if (!await table.InsertAsync(spec, job))
            return new(JobCommandOutcome.AlreadyStarted, (await LoadAsync())?.Current);
        state.State.Spec = spec with { TraceParent = spec.TraceParent ?? JobTrace.Current };
        await TakeEpochAsync();
        _live = new LiveJob(job, table, services.Time) { Epoch = state.State.Epoch };
        if (spec.Mode == JobMode.Async)
            await RegisterReminderAsync();
        BeginLoop(_live);
        return new(JobCommandOutcome.Accepted, job);
    }

    // A fresh id needs no look at the table: its insert finds out.
    private async Task<LiveJob?> LoadUnlessNewAsync() => _live is null && !state.RecordExists ? null : await LoadAsync();

    /// <summary>Fences every earlier run: in grain storage by its ETag, in ledger and row by the number.</summary>
    private async Task TakeEpochAsync()
    {
        state.State.Epoch++;
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation lives. This one knows nothing any more.
            DeactivateOnIdle();
            throw;
        }
    }

    private void BeginLoop(LiveJob live)
    {
        // A small job is mostly over before anybody could ask where it is.
        if (state.State.Spec!.Mode == JobMode.Async || live.Epoch > 1)
            LogBegun(Id, live.Epoch);
        _stop?.Dispose();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(services.Host.ApplicationStopping);
        _loop = LoopAsync(live, state.State.Spec!, _stop.Token);
    }

    private async Task LoopAsync(LiveJob live, JobSpec spec, CancellationToken stop)
    {
        // The caller has its answer before the work begins.
        await Task.Yield();
        DelayDeactivation(KeepAlive);
        using var telemetry = services.Telemetry.BeginRun(spec, live);
        try
        {
            if (live.Current.Status != JobStatus.Cancelling)
            {
                var run = new JobRun(spec, live, GrainFactory, () => DelayDeactivation(KeepAlive), services);
                await EndAsync(live, spec, run, stop);
            }
            if (live.Current.Status == JobStatus.Cancelling)
                await EndCancelledAsync(live, spec);
            if (live.Current.Status.IsFinal())
                await UnregisterReminderAsync();
        }
        catch (Exception exception) when (exception is StaleRunException or InconsistentStateException)
        {
            LogStale(Id, live.Epoch);
            DeactivateOnIdle();
        }
        // A silo went away that the run had to do with. The watchdog wakes the job again as soon as the cluster has noticed, and here: a
        // grain that goes is out of reach until the directory, of which a part may be lost too, has let go of it.
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            LogRunBroken(exception, Id);
        }
        // The row is as it was, so that the watchdog wakes the job again.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRunBroken(exception, Id);
            DeactivateOnIdle();
        }
        catch (OperationCanceledException)
        {
            // The silo stops; another one, or the next start, goes on.
        }
        DelayDeactivation(TimeSpan.Zero);
        // There are many small jobs; whoever follows one is still to see its end, and whoever commands it to be heard.
        if (spec.Mode == JobMode.Sync && _watchers == 0 && _commands.CurrentCount > 0)
            DeactivateOnIdle();
    }

    private async Task EndAsync(LiveJob live, JobSpec spec, JobRun run, CancellationToken stop)
    {
        try
        {
            if (live.Current.Attempt > 1 && live.Epoch > 1 && live.Current.Status == JobStatus.Pending)
                await services.Log.AppendAsync(Id, JobLogLevel.Info, $"Attempt {live.Current.Attempt}.", stop);
            await run.RunAsync(stop);
        }
        catch (Exception exception) when (live.Current.Status == JobStatus.Cancelling && exception is not (StaleRunException or DbException))
        {
        }
        catch (JobFailedException failure) when (!stop.IsCancellationRequested)
        {
            if (failure.SpoilsWork)
                await DropWorkAsync(live, spec);
            await EndFailedAsync(live, failure.Message);
        }
        catch (DiskFullException full) when (!stop.IsCancellationRequested)
        {
            await MoveOnAsync(live, full.Message);
        }
        // Whatever breaks while the silo stops, breaks because it stops; and what breaks with another silo goes on in a new run.
        catch (Exception exception) when (!stop.IsCancellationRequested && !JobFailure.IsClusterTrouble(exception)
            && exception is not (OperationCanceledException or StaleRunException or InconsistentStateException or DbException))
        {
            LogRunBroken(exception, Id);
            await EndFailedAsync(live, $"Something went wrong in the service itself ({exception.Message.TrimEnd('.')}). Retry the job; if it fails again, the service's log says more.");
        }
    }

    /// <summary>Goes on with another silo, which may have room where this one has none; the watchdog wakes the job there.</summary>
    private async Task MoveOnAsync(LiveJob live, string why)
    {
        state.State.FullSilos = [.. state.State.FullSilos ?? [], services.Silos.Local.ToParsableString()];
        if (services.Silos.Addresses.FirstOrDefault(silo => !state.State.FullSilos.Contains(silo.ToParsableString())) is not { } other)
        {
            await EndFailedAsync(live, why);
            return;
        }
        await state.WriteStateAsync();
        await services.Log.AppendAsync(Id, JobLogLevel.Warning, $"The disk of silo {services.Silos.Local.Endpoint} is full; the job goes on with {other.Endpoint}.");
        RequestContext.Set(IPlacementDirector.PlacementHintKey, other);
        this.MigrateOnIdle();
    }

    private async Task EndFailedAsync(LiveJob live, string message)
    {
        // What an old run believes to have gone wrong is no news of this job's.
        if (!await services.Ledger.ClaimAsync(Id, live.Epoch))
            throw new StaleRunException();
        await services.Log.AppendAsync(Id, JobLogLevel.Error, message);
        await live.SaveAsync(job => job.Status == JobStatus.Cancelling ? null : job with
        {
            Status = JobStatus.Failed,
            Stage = JobStage.Done,
            Error = message,
            EtaSeconds = null,
            FinishedAt = services.Now(),
        });
    }

    private async Task EndCancelledAsync(LiveJob live, JobSpec spec)
    {
        await DropWorkAsync(live, spec);
        await services.Log.AppendAsync(Id, JobLogLevel.Info, "Cancelled; what was written is deleted.");
        await live.SaveAsync(job => job with { Status = JobStatus.Cancelled, Stage = JobStage.Done, EtaSeconds = null, FinishedAt = services.Now() });
    }

    // A run that was thought dead and comes back must not take the newer one's work away.
    private async Task DropWorkAsync(LiveJob live, JobSpec spec)
    {
        if (!await services.Ledger.ClearAsync(spec.Id, live.Epoch))
            throw new StaleRunException();
        await services.Store.DeleteAsync(JobKeys.Of(spec.ProjectId, spec.Id).Folder);
    }

    private async Task RegisterReminderAsync() => await this.RegisterOrUpdateReminder(WakeReminder, ReminderPeriod, ReminderPeriod);

    private async Task UnregisterReminderAsync()
    {
        if (state.State.Spec?.Mode == JobMode.Async && await this.GetReminder(WakeReminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }
}
