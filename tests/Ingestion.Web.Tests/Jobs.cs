using Ingestion.Contracts;

namespace Ingestion.Web.Tests;

/// <summary>Jobs to show.</summary>
internal static class Jobs
{
    public static Job Running(ProjectId project = default) => new()
    {
        Id = JobId.New(),
        ProjectId = project,
        Name = "orders.csv",
        Mode = JobMode.Async,
        Status = JobStatus.Running,
        Stage = JobStage.Cleaning,
        Progress = 0.42,
        BytesRead = 257_949_696,
        BytesTotal = 611_794_371,
        RowsPerSecond = 1_430_000,
        EtaSeconds = 2.1,
        RowsRead = 2_100_000,
        RowsClean = 1_892_214,
        RowsRejected = 173_120,
        RowsDuplicate = 34_666,
        Violations = [new("r5", "email", 40_000), new("r3", "age", 63_012)],
        CreatedAt = DateTimeOffset.UtcNow,
        StartedAt = DateTimeOffset.UtcNow,
    };

    public static Job Completed(ProjectId project = default) => Running(project) with
    {
        Status = JobStatus.Completed,
        Stage = JobStage.Done,
        Progress = 1,
        BytesRead = 611_794_371,
        RowsRead = 5_000_000,
        RowsClean = 4_500_000,
        RowsRejected = 400_000,
        RowsDuplicate = 99_999,
        RowsUnreadable = 1,
        RowsPerSecond = null,
        EtaSeconds = null,
        FinishedAt = DateTimeOffset.UtcNow,
    };
}
