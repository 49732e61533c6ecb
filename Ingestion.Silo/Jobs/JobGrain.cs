using System.Runtime.CompilerServices;
using Ingestion.Contracts;
using Ingestion.Data;

namespace Ingestion.Silo.Jobs;

/// <inheritdoc cref="IJobGrain"/>
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class JobGrain(
    [PersistentState("job")] IPersistentState<JobState> state, JobTable table, JobRunServices services) : Grain, IJobGrain, IRemindable, IDisposable
{
    private const string WakeReminder = "wake";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim _commands = new(1, 1);
    private readonly ILogger _logger = services.Logger;
    private LiveJob? _live;
    private int _watchers;
    private Task _loop = Task.CompletedTask;
    private CancellationTokenSource? _stop;

    private JobId Id => new(this.GetPrimaryKey());

    private bool IsRunning => !_loop.IsCompleted;

    public async Task<JobCommandResult> StartAsync(JobSpec spec)
    {
        await _commands.WaitAsync();
        try
        {
            return await BeginAsync(spec);
        }
        finally
        {
            _commands.Release();
        }
    }

    public async Task<JobCommandResult> RunAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        var begun = await StartAsync(spec);
        if (begun.Outcome != JobCommandOutcome.Accepted)
            return begun;
        await _loop.WaitAsync(cancellationToken);
        return begun with { Job = _live!.Current };
    }

    public async Task<Job?> GetAsync() => (await LoadAsync())?.Current;

    public async Task<JobCommandResult> CancelAsync()
    {
        await _commands.WaitAsync();
        try
        {
            if (await LoadAsync() is not { } live)
                return new(JobCommandOutcome.NotFound, null);
            if (!live.Current.Status.IsFinal() && await IsBeyondCancelAsync(live))
                return new(JobCommandOutcome.TooLate, live.Current);
            if (!IsRunning)
            {
                if (live.Current.Status.IsFinal())
                    return new(JobCommandOutcome.AlreadyFinished, live.Current);
                await TakeEpochAsync();
                live.Epoch = state.State.Epoch;
            }
            var isCancelling = await live.SaveAsync(job => job.Status.IsFinal() ? null : job with { Status = JobStatus.Cancelling, EtaSeconds = null });
            if (!isCancelling)
                return new(JobCommandOutcome.AlreadyFinished, live.Current);
            if (IsRunning)
                await _stop!.CancelAsync();
            else
                BeginLoop(live);
            return new(JobCommandOutcome.Accepted, live.Current);
        }
        finally
        {
            _commands.Release();
        }
    }

    public async Task<JobCommandResult> RetryAsync()
    {
        await _commands.WaitAsync();
        try
        {
            if (await LoadAsync() is not { } live)
                return new(JobCommandOutcome.NotFound, null);
            // The end of a run is shown as soon as it is stored; what the run has to tidy up then is over in a moment.
            if (live.Current.Status.IsFinal())
                await _loop;
            if (IsRunning || live.Current.Status is not (JobStatus.Failed or JobStatus.Cancelled))
                return new(JobCommandOutcome.NotRetryable, live.Current);
            state.State.FullSilos = [];
            await TakeEpochAsync();
            live.Epoch = state.State.Epoch;
            await live.SaveAsync(job => job with
            {
                Status = JobStatus.Pending,
                Stage = JobStage.Waiting,
                Attempt = job.Attempt + 1,
                Error = null,
                StartedAt = null,
                FinishedAt = null,
                RowsPerSecond = null,
                EtaSeconds = null,
            });
            if (state.State.Spec!.Mode == JobMode.Async)
                await RegisterReminderAsync();
            BeginLoop(live);
            return new(JobCommandOutcome.Accepted, live.Current);
        }
        finally
        {
            _commands.Release();
        }
    }

    public async Task WakeAsync()
    {
        await _commands.WaitAsync();
        try
        {
            if (IsRunning || services.Host.ApplicationStopping.IsCancellationRequested || await LoadAsync() is not { } live)
                return;
            if (live.Current.Status.IsFinal())
            {
                await UnregisterReminderAsync();
                // Whoever follows the job is still to see its end.
                if (_watchers == 0)
                    DeactivateOnIdle();
                return;
            }
            await TakeEpochAsync();
            live.Epoch = state.State.Epoch;
            BeginLoop(live);
        }
        finally
        {
            _commands.Release();
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync();

    public async IAsyncEnumerable<Job> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _watchers++;
        if (await LoadAsync() is not { } live)
            yield break;
        while (true)
        {
            var changed = live.Changed;
            var job = live.Current;
            yield return job;
            if (job.Status.IsFinal())
                yield break;
            if (!await IsNewsAsync(changed, cancellationToken))
                yield break;
        }
    }

    /// <summary>Waits for a change; false when the silo stops first, which a grain that waits for an answer to somebody would hold up.</summary>
    private async Task<bool> IsNewsAsync(Task changed, CancellationToken cancellationToken)
    {
        var stopping = services.Host.ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            await changed.WaitAsync(ending.Token);
            await Task.Delay(WatchPause, services.Time, ending.Token);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_stop is { } stop)
            await stop.CancelAsync();
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public void Dispose()
    {
        _commands.Dispose();
        _live?.Dispose();
        _stop?.Dispose();
    }

    /// <summary>The job as the grain holds it or, after an activation, as its row has it; null when there is none.</summary>
    private async Task<LiveJob?> LoadAsync()
    {
        if (_live is not null)
            return _live;
        if (await table.GetAsync(Id) is not { } job)
            return null;
        if (state.State.Spec is null)
            state.State.Spec = await table.GetSpecAsync(Id);
        return _live ??= new LiveJob(job, table, services.Time);
    }
}
