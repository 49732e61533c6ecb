namespace Ingestion.Contracts;

/// <summary>A job as the API shows it.</summary>
[GenerateSerializer, Immutable, Alias("Job")]
public sealed record Job
{
    [Id(0)] public required JobId Id { get; init; }
    [Id(1)] public required ProjectId ProjectId { get; init; }
    [Id(2)] public required string Name { get; init; }
    [Id(3)] public ArtifactId? ArtifactId { get; init; }
    [Id(4)] public SourceId? SourceId { get; init; }
    [Id(5)] public JobMode Mode { get; init; }
    [Id(6)] public JobStatus Status { get; init; }

    /// <summary>1 for the first run, one more for each retry.</summary>
    [Id(7)] public int Attempt { get; init; } = 1;
    [Id(8)] public JobStage Stage { get; init; }

    /// <summary>0 to 1, by bytes.</summary>
    [Id(9)] public double Progress { get; init; }
    [Id(10)] public long BytesRead { get; init; }
    [Id(11)] public long BytesTotal { get; init; }
    [Id(12)] public double? RowsPerSecond { get; init; }
    [Id(13)] public double? EtaSeconds { get; init; }
    [Id(14)] public long RowsRead { get; init; }
    [Id(15)] public long RowsClean { get; init; }
    [Id(16)] public long RowsRejected { get; init; }
    [Id(17)] public long RowsDuplicate { get; init; }
    [Id(18)] public long RowsUnreadable { get; init; }
    [Id(19)] public IReadOnlyList<ViolationCount> Violations { get; init; } = [];

    /// <summary>Why the job failed: what happened, where, and what to try.</summary>
    [Id(20)] public string? Error { get; init; }
    [Id(21)] public DateTimeOffset CreatedAt { get; init; }
    [Id(22)] public DateTimeOffset? StartedAt { get; init; }
    [Id(23)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many values the recipe's fixes changed; null where there are none.</summary>
    [Id(24)] public IReadOnlyList<FixCount>? Fixes { get; init; }

    /// <summary>The job whose rejects this one repairs; null in a job of its own.</summary>
    [Id(25)] public JobId? RepairOf { get; init; }

    /// <summary>What repairs added to this job's result since it was first published, oldest first; null where none did.</summary>
    [Id(26)] public IReadOnlyList<ResultRepair>? Repairs { get; init; }

    /// <summary>The saved recipe that it runs, and the columns that the file calls otherwise; null for a recipe that came with the request.</summary>
    [Id(27)] public RecipeMatch? RecipeMatch { get; init; }
}

/// <summary>Rows that a repair of a job's rejects added to its result, which then has one version more.</summary>
/// <param name="JobId">The repair: a job of its own, whose rejects are the rows that still fail.</param>
/// <param name="At">When they were added.</param>
/// <param name="Rows">How many.</param>
[GenerateSerializer, Immutable, Alias("ResultRepair")]
public sealed record ResultRepair(
    [property: Id(0)] JobId JobId,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] long Rows);

/// <summary>How many rows broke one rule in one column.</summary>
[GenerateSerializer, Immutable, Alias("ViolationCount")]
public sealed record ViolationCount(
    [property: Id(0)] string RuleId,
    [property: Id(1)] string? Column,
    [property: Id(2)] long Rows);

/// <summary>How many values one fix changed.</summary>
[GenerateSerializer, Immutable, Alias("FixCount")]
public sealed record FixCount(
    [property: Id(0)] string RuleId,
    [property: Id(1)] string? Column,
    [property: Id(2)] long Values);

/// <summary>Whether the upload's answer carries the finished job.</summary>
public enum JobMode
{
    /// <summary>The caller waits for the result.</summary>
    Sync,

    /// <summary>The caller gets a job to follow.</summary>
    Async,
}

/// <summary><c>PENDING → RUNNING → COMPLETED | FAILED</c>, and <c>RUNNING → CANCELLING → CANCELLED</c>.</summary>
public enum JobStatus
{
    Pending,
    Running,
    Cancelling,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>What a job is doing.</summary>
public enum JobStage
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Finding the dialect, the types and the chunks.</summary>
    Planning,

    /// <summary>Reading, checking and writing chunks.</summary>
    Cleaning,

    /// <summary>Balancing the account and writing the manifest.</summary>
    Publishing,

    /// <summary>Ended, in whatever status.</summary>
    Done,
}

/// <summary>Facts about job states.</summary>
public static class JobStatusExtensions
{
    /// <summary>Whether the job can no longer change by itself.</summary>
    public static bool IsFinal(this JobStatus status) =>
        status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled;
}
