using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>A job in its stored form.</summary>
internal sealed record JobRow
{
    public required string Id { get; init; }
    public required string ProjectId { get; init; }
    public required string Name { get; init; }
    public string? ArtifactId { get; init; }
    public string? SourceId { get; init; }
    public required string Mode { get; init; }
    public required string Status { get; init; }
    public required long Attempt { get; init; }
    public required string Stage { get; init; }
    public required double Progress { get; init; }
    public required long BytesRead { get; init; }
    public required long BytesTotal { get; init; }
    public double? RowsPerSecond { get; init; }
    public double? EtaSeconds { get; init; }
    public required long RowsRead { get; init; }
    public required long RowsClean { get; init; }
    public required long RowsRejected { get; init; }
    public required long RowsDuplicate { get; init; }
    public required long RowsUnreadable { get; init; }
    public required string Violations { get; init; }

    /// <summary>Null in a job whose recipe has no fixes, and in one of an older version.</summary>
    public string? Fixes { get; init; }

    /// <summary>Written once. Null in a job of its own.</summary>
    public string? RepairOf { get; init; }

    /// <summary>Null where nothing was repaired.</summary>
    public string? Repairs { get; init; }

    /// <summary>Written once. Null in a job whose recipe came with its request, and in one of an older version.</summary>
    public string? RecipeMatch { get; init; }
    public string? Error { get; init; }
    public required long CreatedAt { get; init; }
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }

    /// <summary>Written with the row, never read back into a job.</summary>
    public string? CreatedBy { get; init; }
    public string? Recipe { get; init; }
    public long Epoch { get; init; }

    public static JobRow From(Job job, int epoch = 0) => new()
    {
        Id = job.Id.ToString(),
        ProjectId = job.ProjectId.ToString(),
        Name = job.Name,
        ArtifactId = job.ArtifactId?.ToString(),
        SourceId = job.SourceId?.ToString(),
        Mode = EnumText<JobMode>.Of(job.Mode),
        Status = EnumText<JobStatus>.Of(job.Status),
        Attempt = job.Attempt,
        Stage = EnumText<JobStage>.Of(job.Stage),
        Progress = job.Progress,
        BytesRead = job.BytesRead,
        BytesTotal = job.BytesTotal,
        RowsPerSecond = job.RowsPerSecond,
        EtaSeconds = job.EtaSeconds,
        RowsRead = job.RowsRead,
        RowsClean = job.RowsClean,
        RowsRejected = job.RowsRejected,
        RowsDuplicate = job.RowsDuplicate,
        RowsUnreadable = job.RowsUnreadable,
        Violations = JsonSerializer.Serialize(job.Violations, ContractsJson.Options),
        Fixes = job.Fixes is null ? null : JsonSerializer.Serialize(job.Fixes, ContractsJson.Options),
        RepairOf = job.RepairOf?.ToString(),
        Repairs = job.Repairs is null ? null : JsonSerializer.Serialize(job.Repairs, ContractsJson.Options),
        RecipeMatch = job.RecipeMatch is null ? null : JsonSerializer.Serialize(job.RecipeMatch, ContractsJson.Options),
        Error = job.Error,
        CreatedAt = UnixMicroseconds.From(job.CreatedAt),
        StartedAt = UnixMicroseconds.From(job.StartedAt),
        FinishedAt = UnixMicroseconds.From(job.FinishedAt),
        Epoch = epoch,
    };

    public Job ToJob() => new()
    {
        Id = JobId.From(Guid.Parse(Id)),
        ProjectId = Contracts.ProjectId.From(Guid.Parse(ProjectId)),
        Name = Name,
        ArtifactId = ArtifactId is null ? null : Contracts.ArtifactId.From(Guid.Parse(ArtifactId)),
        SourceId = SourceId is null ? null : Contracts.SourceId.From(Guid.Parse(SourceId)),
        Mode = EnumText<JobMode>.Parse(Mode),
        Status = EnumText<JobStatus>.Parse(Status),
        Attempt = (int)Attempt,
        Stage = EnumText<JobStage>.Parse(Stage),
        Progress = Progress,
        BytesRead = BytesRead,
        BytesTotal = BytesTotal,
        RowsPerSecond = RowsPerSecond,
        EtaSeconds = EtaSeconds,
        RowsRead = RowsRead,
        RowsClean = RowsClean,
        RowsRejected = RowsRejected,
        RowsDuplicate = RowsDuplicate,
        RowsUnreadable = RowsUnreadable,
        Violations = JsonSerializer.Deserialize<ViolationCount[]>(Violations, ContractsJson.Options)!,
        Fixes = Fixes is null ? null : JsonSerializer.Deserialize<FixCount[]>(Fixes, ContractsJson.Options),
        RepairOf = RepairOf is null ? null : JobId.From(Guid.Parse(RepairOf)),
        Repairs = Repairs is null ? null : JsonSerializer.Deserialize<ResultRepair[]>(Repairs, ContractsJson.Options),
        RecipeMatch = RecipeMatch is null ? null : JsonSerializer.Deserialize<RecipeMatch>(RecipeMatch, ContractsJson.Options),
        Error = Error,
        CreatedAt = UnixMicroseconds.To(CreatedAt),
        StartedAt = UnixMicroseconds.To(StartedAt),
        FinishedAt = UnixMicroseconds.To(FinishedAt),
    };
}
