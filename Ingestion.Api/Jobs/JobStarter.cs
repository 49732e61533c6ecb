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
    private static readonly TimeSpan BeginPatience = TimeSpan.FromSeconds(30);

    /// <summary>Starts a job and returns at once.</summary>
    public Task<Job> StartAsync(JobSpec spec, CancellationToken cancellationToken) =>
        HandAsync(spec, async job => JobOf(await job.StartAsync(spec), spec.Id), cancellationToken);

    /// <summary>Starts a job and waits for its end. One that takes too long, or whose silo is lost, goes on without us and is returned as it stands.</summary>
    public async Task<Job> RunAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await HandAsync(spec, job => EndAsync(job.RunAsync(spec, waiting.Token), spec.Id, cancellationToken), cancellationToken);
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }

    private async Task<Job> HandAsync(JobSpec spec, Func<IJobGrain, Task<Job>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await workers.RepeatAsync(() => call(workers.Job(spec.Id)), cancellationToken);
        }
        catch (Exception error) when (Outage.IsOfWorkers(error) && !cancellationToken.IsCancellationRequested)
        {
            LogStoppedWaiting(error, spec.Id);
            if (await jobs.GetAsync(spec.Id, cancellationToken) is { } job)
                return job;
            throw;
        }
    }

    /// <summary>
    /// Waits for the answer, and looks into the database meanwhile: an answer that is lost with its silo, on the way through another one,
    /// is missed only when its time is over, and this call's is long. The job has long ended elsewhere then.
    /// </summary>
    private async Task<Job> EndAsync(Task<JobCommandResult> call, JobId id, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (await Task.WhenAny(call, Task.Delay(Look, time, cancellationToken)) != call)
        {
            var job = await jobs.GetAsync(id, cancellationToken);
            if (job is { Status: var status } && status.IsFinal())
                return job;
            if (job is null && time.GetElapsedTime(begun) > BeginPatience)
                throw new TimeoutException($"No silo has begun job {id}.");
        }
        return JobOf(await call, id);
    }

    private static Job JobOf(JobCommandResult result, JobId id) =>
        result.Job ?? throw new InvalidOperationException($"Job {id} was started ({result.Outcome}) and answered without its state.");
}
