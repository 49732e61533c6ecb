using Ingestion.Contracts;
using Ingestion.Data;

namespace Ingestion.Api.Jobs;

/// <summary>Hands new jobs to their grains.</summary>
internal sealed partial class JobStarter(Workers workers, JobTable jobs, ILogger<JobStarter> logger)
{
    /// <summary>Starts a job and returns at once.</summary>
    public async Task<Job> StartAsync(JobSpec spec) => JobOf(await workers.Job(spec.Id).StartAsync(Traced(spec)), spec.Id);

    /// <summary>Starts a job and waits for its end. One that takes too long goes on without us and is returned as it stands.</summary>
    public async Task<Job> RunAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            return JobOf(await workers.Job(spec.Id).RunAsync(Traced(spec), cancellationToken), spec.Id);
        }
        catch (TimeoutException error) when (!cancellationToken.IsCancellationRequested)
        {
            LogStoppedWaiting(error, spec.Id);
            if (await jobs.GetAsync(spec.Id, cancellationToken) is { } job)
                return job;
            throw;
        }
    }

    // Most requests are not traced and need no copy.
    private static JobSpec Traced(JobSpec spec) => RequestTrace.Current is { } trace ? spec with { TraceParent = trace } : spec;

    private static Job JobOf(JobCommandResult result, JobId id) =>
        result.Job ?? throw new InvalidOperationException($"Job {id} was started ({result.Outcome}) and answered without its state.");
}
