using System.Data.Common;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Jobs: what each is to do and how far it has come. Only the job's grain writes its row.</summary>
public sealed class JobTable(Database database)
{
    internal const string Unfinished = "status IN ('PENDING', 'RUNNING', 'CANCELLING')";

    private const string Select =
        """
        SELECT id, project_id AS ProjectId, name, artifact_id AS ArtifactId, source_id AS SourceId, mode, status, attempt, stage,
               progress, bytes_read AS BytesRead, bytes_total AS BytesTotal, rows_per_second AS RowsPerSecond, eta_seconds AS EtaSeconds,
               rows_read AS RowsRead, rows_clean AS RowsClean, rows_rejected AS RowsRejected, rows_duplicate AS RowsDuplicate,
               rows_unreadable AS RowsUnreadable, violations, fixes, repair_of AS RepairOf, repairs, recipe_match AS RecipeMatch, error,
               created_at AS CreatedAt, started_at AS StartedAt, finished_at AS FinishedAt
        FROM ingestion_jobs
        """;

    /// <summary>Adds a job at epoch 0; false when it exists already, and nothing is changed.</summary>
    public async Task<bool> InsertAsync(JobSpec spec, Job job, CancellationToken cancellationToken = default)
    {
        var row = JobRow.From(job) with
        {
            CreatedBy = spec.CreatedBy.ToString(),
            Recipe = JsonSerializer.Serialize(spec.Recipe, ContractsJson.Options),
        };
        try
        {
            await database.WriteAsync(
                """
                INSERT INTO ingestion_jobs
                    (id, project_id, name, artifact_id, source_id, mode, status, attempt, stage, progress, bytes_read, bytes_total,
                     rows_per_second, eta_seconds, rows_read, rows_clean, rows_rejected, rows_duplicate, rows_unreadable,
                     violations, fixes, repair_of, repairs, recipe_match, error, created_at, started_at, finished_at, created_by, recipe, epoch)
                VALUES
                    (@Id, @ProjectId, @Name, @ArtifactId, @SourceId, @Mode, @Status, @Attempt, @Stage, @Progress, @BytesRead, @BytesTotal,
                     @RowsPerSecond, @EtaSeconds, @RowsRead, @RowsClean, @RowsRejected, @RowsDuplicate, @RowsUnreadable,
                     @Violations, @Fixes, @RepairOf, @Repairs, @RecipeMatch, @Error, @CreatedAt, @StartedAt, @FinishedAt, @CreatedBy, @Recipe, @Epoch)
                """, row, cancellationToken);
            return true;
        }
        catch (DbException exception) when (Dialect.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    /// <summary>
    /// Writes how far the job has come, and the epoch; false when a newer epoch has written or claimed the job, or there
    /// is none. Its project, name, artifact, mode, recipe, the job it repairs and its time of creation never change.
    /// </summary>
    public async Task<bool> UpdateAsync(Job job, int epoch, CancellationToken cancellationToken = default) =>
        await database.WriteAsync(
            """
            UPDATE ingestion_jobs SET
                status = @Status, attempt = @Attempt, stage = @Stage, progress = @Progress, bytes_read = @BytesRead, bytes_total = @BytesTotal,
                rows_per_second = @RowsPerSecond, eta_seconds = @EtaSeconds, rows_read = @RowsRead, rows_clean = @RowsClean,
                rows_rejected = @RowsRejected, rows_duplicate = @RowsDuplicate, rows_unreadable = @RowsUnreadable,
                violations = @Violations, fixes = @Fixes, repairs = @Repairs, error = @Error, started_at = @StartedAt, finished_at = @FinishedAt, epoch = @Epoch
            WHERE id = @Id AND epoch <= @Epoch
            """, JobRow.From(job, epoch), cancellationToken) == 1;

    /// <summary>A job; null when there is none.</summary>
    public async Task<Job?> GetAsync(JobId id, CancellationToken cancellationToken = default) =>
        (await database.ReadOneAsync<JobRow>(Select + " WHERE id = @Id", new { Id = id.ToString() }, cancellationToken))?.ToJob();

    /// <summary>What a job was created with; null when there is none.</summary>
    public async Task<JobSpec?> GetSpecAsync(JobId id, CancellationToken cancellationToken = default) =>
        (await database.ReadOneAsync<SpecRow>(
            """
            SELECT project_id AS ProjectId, name, artifact_id AS ArtifactId, recipe, recipe_match AS RecipeMatch, mode, created_by AS CreatedBy, repair_of AS RepairOf
            FROM ingestion_jobs WHERE id = @Id
            """, new { Id = id.ToString() }, cancellationToken))?.ToSpec(id);

    /// <summary>A project's jobs, newest first; of one status, when that is given.</summary>
    public async Task<Page<Job>> ListAsync(ProjectId projectId, JobStatus? status, int limit, string? cursor, CancellationToken cancellationToken = default)
    {
        var filter = status is null ? "" : " AND status = @Status";
        var parameters = new
        {
            ProjectId = projectId.ToString(),
            Status = status is { } wanted ? EnumText<JobStatus>.Of(wanted) : null,
            Before = PageCursor.Bound(cursor),
            Take = limit + 1,
        };
        var rows = await database.ReadAsync<JobRow>(
            $"{Select} WHERE project_id = @ProjectId{filter} AND id < @Before ORDER BY id DESC LIMIT @Take", parameters, cancellationToken);
        return PageCursor.Page(rows, limit, row => row.ToJob(), row => row.Id);
    }

    /// <summary>Every job that is PENDING, RUNNING or CANCELLING, oldest first: what a watchdog pokes.</summary>
    public async Task<IReadOnlyList<JobId>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        (await database.ReadAsync<string>($"SELECT id FROM ingestion_jobs WHERE {Unfinished} ORDER BY id", new { }, cancellationToken))
            .ConvertAll(id => JobId.From(Guid.Parse(id)));

    private sealed record SpecRow
    {
        public required string ProjectId { get; init; }
        public required string Name { get; init; }
        public required string ArtifactId { get; init; }
        public required string Recipe { get; init; }
        public string? RecipeMatch { get; init; }
        public required string Mode { get; init; }
        public required string CreatedBy { get; init; }
        public string? RepairOf { get; init; }

        public JobSpec ToSpec(JobId id) => new(
            id,
            Contracts.ProjectId.From(Guid.Parse(ProjectId)),
            Name,
            Contracts.ArtifactId.From(Guid.Parse(ArtifactId)),
            JsonSerializer.Deserialize<Recipe>(Recipe, ContractsJson.Options)!,
            EnumText<JobMode>.Parse(Mode),
            UserId.From(Guid.Parse(CreatedBy)),
            RepairOf: RepairOf is null ? null : JobId.From(Guid.Parse(RepairOf)),
            RecipeMatch: RecipeMatch is null ? null : JsonSerializer.Deserialize<RecipeMatch>(RecipeMatch, ContractsJson.Options));
    }
}
