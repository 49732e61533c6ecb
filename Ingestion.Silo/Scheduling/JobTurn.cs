using Ingestion.Silo.Jobs;

namespace Ingestion.Silo.Scheduling;

/// <summary>A job that has begun, and its share of the cluster; disposing it gives that back.</summary>
internal sealed class JobTurn : IAsyncDisposable
{
    private static readonly TimeSpan TroublePause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RenewPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewPatience = TimeSpan.FromSeconds(2);
    private readonly JobTicket _ticket;
    private readonly IJobQueueGrain _queue;
    private readonly TimeProvider _time;

    private JobTurn(JobTicket ticket, JobShare share, IJobQueueGrain queue, TimeProvider time)
    {
        _ticket = ticket;
        Share = share;
        _queue = queue;
        _time = time;
    }

    /// <summary>Where how many chunks may be under way, by the last renewal.</summary>
    public JobShare Share { get; private set; }

    /// <summary>Stands in line until it is the job's turn.</summary>
    /// <param name="ticket">The job.</param>
    /// <param name="grains">The cluster.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="waits">Called every few seconds while it has to wait.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    public static async Task<JobTurn> EnterAsync(JobTicket ticket, IGrainFactory grains, TimeProvider time, Func<Task> waits, CancellationToken cancellationToken)
    {
        var queue = grains.GetGrain<IJobQueueGrain>(0);
        try
        {
            while (true)
            {
                if (await TryEnterAsync(queue, ticket, time, cancellationToken) is { } share)
                    return new JobTurn(ticket, share, queue, time);
                await waits();
            }
        }
        catch
        {
            await queue.LeaveAsync(ticket);
            throw;
        }
    }

    /// <summary>After a second, says that the job still runs. Where the queue does not answer, the share stays as it is.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(RenewPeriod, _time, cancellationToken);
        try
        {
            Share = await _queue.RenewAsync(_ticket).WaitAsync(RenewPatience, _time, cancellationToken);
        }
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            // Its silo is gone or about to be found gone; the next one learns of this job by the next renewal.
        }
    }

    public async ValueTask DisposeAsync() => await _queue.LeaveAsync(_ticket);

    private static async Task<JobShare?> TryEnterAsync(IJobQueueGrain queue, JobTicket ticket, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.EnterAsync(ticket).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (JobFailure.IsClusterTrouble(exception))
        {
            await Task.Delay(TroublePause, time, cancellationToken);
            return null;
        }
    }
}
