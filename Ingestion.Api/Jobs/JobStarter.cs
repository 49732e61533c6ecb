using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;

namespace Ingestion.Api.Jobs;

/// <summary>
/// Hands new jobs to their grains. A job's id makes that safe to repeat, and a job that is in the database will be run: a silo that is
/// lost over the call is no reason to refuse it.
/// </summary>
internal sealed partial class JobStarter(Workers workers, JobTable jobs, TimeProvider time, ILogger<JobStarter> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeginSoon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(30);

    /// <summary>Starts a job, and waits for its end where it is a SYNC one.</summary>
    public Task<Job> BeginAsync(JobSpec spec, CancellationToken cancellationToken) =>
        spec.Mode == JobMode.Sync ? RunAsync(spec, cancellationToken) : StartAsync(spec, cancellationToken);

    /// <summary>Starts a job and returns at once.</summary>
    public Task<Job> StartAsync(JobSpec spec, CancellationToken cancellationToken) =>
        HandAsync(spec, async () => JobOf(await workers.AnswerAsync(() => workers.Job(spec.Id).StartAsync(Traced(spec)), cancellationToken), spec.Id), cancellationToken);

    /// <summary>Starts a job and waits for its end. One that takes too long, or whose silo is lost, goes on without us and is returned as it stands.</summary>
    private async Task<Job> RunAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await HandAsync(
                spec,
                () => workers.RepeatAsync(() => EndAsync(() => workers.Job(spec.Id).RunAsync(Traced(spec), waiting.Token), spec.Id, cancellationToken), cancellationToken),
                cancellationToken);
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }

    private async Task<Job> HandAsync(JobSpec spec, Func<Task<Job>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (Outage.IsOfWorkers(error) && !cancellationToken.IsCancellationRequested)
        {
            LogStoppedWaiting(error, spec.Id);
            if (await jobs.GetAsync(spec.Id, cancellationToken) is { } job)
                return job;
            throw;
        }
    }

    // Most requests are not traced and need no copy.
    private static JobSpec Traced(JobSpec spec) => RequestTrace.Current is { } trace ? spec with { TraceParent = trace } : spec;

    /// <summary>
    /// Waits for the answer, and looks into the database meanwhile: an answer that is lost with its silo, on the way through another one,
    /// is missed only when its time is over, and this call's is long. The job has long ended elsewhere then, or was never begun.
    /// </summary>
    private async Task<Job> EndAsync(Func<Task<JobCommandResult>> run, JobId id, CancellationToken cancellationToken)
    {
        var (running, repeated, asked) = (run(), false, time.GetTimestamp());
        while (await Task.WhenAny(running, Task.Delay(Look, time, cancellationToken)) != running)
        {
            var job = await jobs.GetAsync(id, cancellationToken);
            if (job is { Status: var status } && status.IsFinal())
                return job;
            var waited = time.GetElapsedTime(asked);
            if (job is null && waited > BeginPatience)
                throw new TimeoutException($"No silo has begun job {id}.");
            if (job is null && waited > BeginSoon && !repeated)
                (running, repeated) = (run(), true);
        }
        return JobOf(await running, id);
    }

    private static Job JobOf(JobCommandResult result, JobId id) =>
        result.Job ?? throw new InvalidOperationException($"Job {id} was started ({result.Outcome}) and answered without its state.");
}
