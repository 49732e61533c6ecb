using Dapper;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Raw artifacts: what was uploaded. The bytes are in the artifact store.</summary>
public sealed class ArtifactTable(Database database, RequestKeyTable keys)
{
    private const string Select =
        """
        SELECT id, project_id AS ProjectId, file_name AS FileName, file_format AS FileFormat, size_bytes AS SizeBytes,
               sha256, row_count AS RowCount, created_at AS CreatedAt, created_by AS CreatedBy
        FROM ingestion_artifacts
        """;

    private const string Insert =
        """
        INSERT INTO ingestion_artifacts (id, project_id, file_name, file_format, size_bytes, sha256, row_count, created_at, created_by)
        VALUES (@Id, @ProjectId, @FileName, @FileFormat, @SizeBytes, @Sha256, @RowCount, @CreatedAt, @CreatedBy)
        """;

    private const string InUse = $"SELECT 1 FROM ingestion_jobs WHERE artifact_id = @Id AND {JobTable.Unfinished}";

    /// <summary>Adds an artifact.</summary>
    public Task InsertAsync(Artifact artifact, CancellationToken cancellationToken = default) =>
        database.WriteAsync(Insert, ArtifactRow.From(artifact), cancellationToken);

    /// <summary>Adds an artifact under the key of its request, unless an earlier request has that: its claim is returned then, and nothing added.</summary>
    public Task<RequestClaim> InsertAsync(Artifact artifact, RequestClaim claim, CancellationToken cancellationToken = default) =>
        keys.ClaimAsync(claim, (connection, transaction) => connection.ExecuteAsync(Insert, ArtifactRow.From(artifact), transaction), cancellationToken);

    /// <summary>An artifact; null when there is none.</summary>
    public async Task<Artifact?> GetAsync(ArtifactId id, CancellationToken cancellationToken = default) =>
        (await database.ReadOneAsync<ArtifactRow>(Select + " WHERE id = @Id", new { Id = id.ToString() }, cancellationToken))?.ToArtifact();

    /// <summary>A project's artifacts, newest first.</summary>
    public async Task<Page<Artifact>> ListAsync(ProjectId projectId, int limit, string? cursor, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync<ArtifactRow>(
            Select + " WHERE project_id = @ProjectId AND id < @Before ORDER BY id DESC LIMIT @Take",
            new { ProjectId = projectId.ToString(), Before = PageCursor.Bound(cursor), Take = limit + 1 }, cancellationToken);
        return PageCursor.Page(rows, limit, row => row.ToArtifact(), row => row.Id);
    }

    /// <summary>Remembers how many rows a job found in it.</summary>
    public Task SetRowCountAsync(ArtifactId id, long rowCount, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            "UPDATE ingestion_artifacts SET row_count = @RowCount WHERE id = @Id", new { Id = id.ToString(), RowCount = rowCount }, cancellationToken);

    /// <summary>Deletes the row and the keys of requests that are about it; false when there is none or an unfinished job reads it. Finished jobs keep its id.</summary>
    public async Task<bool> DeleteAsync(ArtifactId id, CancellationToken cancellationToken = default)
    {
        if (await database.WriteAsync($"DELETE FROM ingestion_artifacts WHERE id = @Id AND NOT EXISTS ({InUse})", new { Id = id.ToString() }, cancellationToken) != 1)
            return false;
        await keys.ForgetAsync(id, cancellationToken);
        return true;
    }

    /// <summary>Whether an unfinished job reads it.</summary>
    public async Task<bool> IsInUseAsync(ArtifactId id, CancellationToken cancellationToken = default) =>
        await database.ReadOneAsync<long?>(InUse + " LIMIT 1", new { Id = id.ToString() }, cancellationToken) is not null;
}
