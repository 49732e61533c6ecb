using Orleans.Concurrency;

namespace Ingestion.Contracts;

/// <summary>One durable job: it coordinates and remembers. Key: the job's id.</summary>
[Alias("IJobGrain")]
public interface IJobGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Begins the job and returns at once. A second start of the same job changes nothing and answers
    /// <see cref="JobCommandOutcome.AlreadyStarted"/>.
    /// </summary>
    [Alias("StartAsync")]
    Task<JobCommandResult> StartAsync(JobSpec spec);

    /// <summary>
    /// Begins the job and returns when it has ended, with the job as it ended.
    /// </summary>
    [Alias("RunAsync"), AlwaysInterleave, ResponseTimeout("00:10:00")]
    Task<JobCommandResult> RunAsync(JobSpec spec, CancellationToken cancellationToken);

    /// <summary>The job with its live progress; null when it was never started.</summary>
    [Alias("GetAsync"), AlwaysInterleave]
    Task<Job?> GetAsync();

    /// <summary>Asks a running job to stop. Its parts are deleted; no result is left.</summary>
    [Alias("CancelAsync"), AlwaysInterleave]
    Task<JobCommandResult> CancelAsync();

    /// <summary>Runs a failed or cancelled job again, with the same recipe. A failed one goes on from its last finished chunk.</summary>
    [Alias("RetryAsync")]
    Task<JobCommandResult> RetryAsync();

    /// <summary>
    /// Adds what a repair of this job's rejects made to this job's result, as its next version. Adding a repair twice changes nothing.
    /// </summary>
    /// <param name="repair">The repair, all of whose own result is written.</param>
    /// <returns><see cref="JobCommandOutcome.Outdated"/> when another repair was added since this one was planned.</returns>
    [Alias("AddRepairAsync"), ResponseTimeout("00:10:00")]
    Task<JobCommandResult> AddRepairAsync(JobId repair);

    /// <summary>Goes on with the job if it is unfinished and not running: the watchdog's poke.</summary>
    [Alias("WakeAsync"), AlwaysInterleave]
    Task WakeAsync();

    /// <summary>
    /// The job as it changes, at most four times a second, the current state first; ends after the final state, or when its silo stops.
    /// Best effort: the database is the truth.
    /// </summary>
    [Alias("WatchAsync"), AlwaysInterleave]
    IAsyncEnumerable<Job> WatchAsync(CancellationToken cancellationToken);
}

/// <summary>What became of a command to a job.</summary>
public enum JobCommandOutcome
{
    /// <summary>Done as asked.</summary>
    Accepted,

    /// <summary>The job was started before; nothing changed.</summary>
    AlreadyStarted,

    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>The job has ended, so that there is nothing to cancel.</summary>
    AlreadyFinished,

    /// <summary>The job is not FAILED or CANCELLED, so that there is nothing to retry.</summary>
    NotRetryable,

    /// <summary>The job's result has changed since the command was prepared.</summary>
    Outdated,

    /// <summary>What the job repaired is being added to another job's result, and cannot be stopped half-way.</summary>
    TooLate,
}

/// <summary>A command's outcome and the job after it.</summary>
[GenerateSerializer, Immutable, Alias("JobCommandResult")]
public sealed record JobCommandResult([property: Id(0)] JobCommandOutcome Outcome, [property: Id(1)] Job? Job);
