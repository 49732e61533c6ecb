using System.Runtime.CompilerServices;
using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;

namespace Ingestion.Api.Jobs;

/// <summary>A job as it changes. The grain knows first; where it does not answer, the database does.</summary>
internal sealed partial class JobFeed(Workers workers, JobTable jobs, TimeProvider time, ILogger<JobFeed> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A call to a silo that just died is answered only when the cluster has noticed; the database knows the job as of a second ago.
    private static readonly TimeSpan GrainPatience = TimeSpan.FromSeconds(2);

    // A call to a silo that is gone, or by way of it, is not heard to be lost for half a minute; a job that waits has no news either.
    private const int PausesBeforeALook = 3;

    /// <summary>A stored job with its live progress. A job that has ended is as it was stored.</summary>
    public async Task<Job> RefreshAsync(Job stored, CancellationToken cancellationToken)
    {
        if (stored.Status.IsFinal())
            return stored;
        try
        {
            return await workers.Job(stored.Id).GetAsync().WaitAsync(GrainPatience, time, cancellationToken) ?? stored;
        }
        catch (Exception error) when (IsOutage(error) && !cancellationToken.IsCancellationRequested)
        {
            LogGrainSilent(error, stored.Id);
            return await jobs.GetAsync(stored.Id, cancellationToken) ?? stored;
        }
    }

    /// <summary>
    /// The job now and whenever it changes, and null each second in which it did not; ends after the final state, or when
    /// the job is gone.
    /// </summary>
    public async IAsyncEnumerable<Job?> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var live = ListenAsync(id, listening.Token).GetAsyncEnumerator(listening.Token);
            var next = NextAsync(live, id, listening.Token);
            Job? last = null;
            var pauses = 0;
            try
            {
                while (true)
                {
                    if (await Task.WhenAny(next, Task.Delay(Pause, time, cancellationToken)) != next)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        yield return null;
                        if (++pauses % PausesBeforeALook == 0 && await HasMovedOnAsync(id, last, cancellationToken))
                            break;
                        continue;
                    }
                    if (await next is not { } job)
                        break;
                    (last, pauses) = (job, 0);
                    yield return job;
                    if (job.Status.IsFinal())
                        yield break;
                    next = NextAsync(live, id, listening.Token);
                }
            }
            finally
            {
                await listening.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await EndAsync(live, id);
            }

            // The stream is best effort: when it drops, the database tells where the job is, and we listen again.
            var stored = await jobs.GetAsync(id, cancellationToken);
            if (stored is null)
                yield break;
            yield return stored;
            if (stored.Status.IsFinal())
                yield break;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Whether the database has later news than the stream had.</summary>
    private async Task<bool> HasMovedOnAsync(JobId id, Job? last, CancellationToken cancellationToken) =>
        await jobs.GetAsync(id, cancellationToken) is not { } stored
        || last is null || stored.Status != last.Status || stored.Attempt != last.Attempt || stored.RowsRead > last.RowsRead;

    // A step of its own, so that failing to reach the grain at all comes out where the stream's other failures do.
    private async IAsyncEnumerable<Job> ListenAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var job in workers.Job(id).WatchAsync(cancellationToken).WithCancellation(cancellationToken))
            yield return job;
    }

    private async Task<Job?> NextAsync(IAsyncEnumerator<Job> live, JobId id, CancellationToken listening)
    {
        try
        {
            return await live.MoveNextAsync() ? live.Current : null;
        }
        catch (Exception error) when (IsOutage(error) && !listening.IsCancellationRequested)
        {
            LogGrainSilent(error, id);
            return null;
        }
    }

    private async Task EndAsync(IAsyncEnumerator<Job> live, JobId id)
    {
        try
        {
            await live.DisposeAsync().AsTask().WaitAsync(GrainPatience, time);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Ending is a courtesy to the grain, which forgets silent listeners by itself.
            LogGrainSilent(error, id);
        }
    }

    // A stream ends with its grain; another silo's knows nothing of it.
    private static bool IsOutage(Exception error) =>
        Outage.IsOfWorkers(error) || error is EnumerationAbortedException or InvalidOperationException or IOException;
}
