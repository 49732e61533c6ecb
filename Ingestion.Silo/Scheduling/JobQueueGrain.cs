using Orleans.Concurrency;

namespace Ingestion.Silo.Scheduling;

/// <inheritdoc cref="IJobQueueGrain"/>
[Reentrant]
internal sealed class JobQueueGrain(SiloSettings settings, ActiveSilos silos, TimeProvider time) : Grain, IJobQueueGrain
{
    private static readonly TimeSpan EnterPatience = TimeSpan.FromSeconds(5);

    // Jobs in line ask every few seconds, jobs at work renew every second; a silo that hangs is declared dead within this.
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(15);
    private readonly JobLine _line = new(settings.JobsAtOnce, settings.ChunksInFlight);
    private TaskCompletionSource _changed = NewSignal();

    public async Task<JobShare?> EnterAsync(JobTicket ticket)
    {
        var until = time.GetUtcNow() + EnterPatience;
        while (true)
        {
            var now = time.GetUtcNow();
            _line.Enter(ticket, now);
            Admit(now);
            if (_line.ShareOf(ticket.JobId, silos.Addresses) is { } share)
                return new JobShare(share);
            if (now >= until)
                return null;
            await Task.WhenAny(_changed.Task, Task.Delay(until - now, time));
        }
    }

    public Task<JobShare> RenewAsync(JobTicket ticket)
    {
        var now = time.GetUtcNow();
        _line.Renew(ticket, now);
        Admit(now);
        return Task.FromResult(new JobShare(_line.ShareOf(ticket.JobId, silos.Addresses)!));
    }

    public Task LeaveAsync(JobTicket ticket)
    {
        _line.Leave(ticket);
        Admit(time.GetUtcNow());
        return Task.CompletedTask;
    }

    private void Admit(DateTimeOffset now)
    {
        _line.Forget(now - SilencePatience);
        var running = _line.RunningCount;
        _line.Admit(silos.Count);
        if (_line.RunningCount == running)
            return;
        // Whoever waits looks whether it was meant.
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
