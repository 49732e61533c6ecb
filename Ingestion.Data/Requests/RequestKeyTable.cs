using System.Data.Common;
using Dapper;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>The keys under which clients sent requests that they may send again.</summary>
public sealed class RequestKeyTable(Database database, TimeProvider time)
{
    // It may be forgotten between our insert and our look, but not again and again.
    private const int MostTries = 20;

    /// <summary>Claims a key; what is returned stands: <paramref name="mine"/>, or what an earlier request claimed it for.</summary>
    /// <param name="mine">What this request would make.</param>
    /// <param name="cancellationToken">Ends the call, not a write that has begun.</param>
    public Task<RequestClaim> ClaimAsync(RequestClaim mine, CancellationToken cancellationToken = default) =>
        ClaimAsync(mine, (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Whether a request has claimed a key.</summary>
    public async Task<bool> IsClaimedAsync(ProjectId projectId, string keyHash, CancellationToken cancellationToken = default) =>
        await FindAsync(projectId, keyHash, cancellationToken) is not null;

    /// <summary>Claims a key and writes what goes with it: both or neither.</summary>
    internal async Task<RequestClaim> ClaimAsync(
        RequestClaim mine, Func<DbConnection, DbTransaction, Task> write, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await InsertAsync(mine, write, cancellationToken);
                return mine;
            }
            // Where one of several that claim a key at once fails, MySQL may end the others' wait as a deadlock.
            catch (DbException exception) when ((Dialect.IsUniqueViolation(exception) || Dialect.IsDeadlock(exception)) && tries < MostTries)
            {
                if (await FindAsync(mine.ProjectId, mine.KeyHash, cancellationToken) is { } earlier)
                    return earlier;
            }
        }
    }

    /// <summary>Forgets the keys that have to do with a file.</summary>
    internal Task ForgetAsync(ArtifactId id, CancellationToken cancellationToken) =>
        database.WriteAsync("DELETE FROM ingestion_request_keys WHERE artifact_id = @Id", new { Id = id.ToString() }, cancellationToken);

    private async Task InsertAsync(RequestClaim claim, Func<DbConnection, DbTransaction, Task> write, CancellationToken cancellationToken)
    {
        await using var opened = await database.OpenForWriteAsync(cancellationToken);
        await using var transaction = await opened.Connection.BeginTransactionAsync(cancellationToken);
        await opened.Connection.ExecuteAsync(
            """
            INSERT INTO ingestion_request_keys (project_id, key_hash, fingerprint, artifact_id, job_id, created_at)
            VALUES (@ProjectId, @KeyHash, @Fingerprint, @ArtifactId, @JobId, @CreatedAt)
            """,
            new
            {
                ProjectId = claim.ProjectId.ToString(),
                claim.KeyHash,
                claim.Fingerprint,
                ArtifactId = claim.ArtifactId.ToString(),
                JobId = claim.JobId.ToString(),
                CreatedAt = UnixMicroseconds.Now(time),
            }, transaction);
        await write(opened.Connection, transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<RequestClaim?> FindAsync(ProjectId projectId, string keyHash, CancellationToken cancellationToken) =>
        await database.ReadOneAsync<ClaimRow>(
            """
            SELECT fingerprint, artifact_id AS ArtifactId, job_id AS JobId FROM ingestion_request_keys
            WHERE project_id = @ProjectId AND key_hash = @KeyHash
            """, new { ProjectId = projectId.ToString(), KeyHash = keyHash }, cancellationToken) is { } row
            ? new RequestClaim(projectId, keyHash, row.Fingerprint, new(Guid.Parse(row.ArtifactId)), new(Guid.Parse(row.JobId)))
            : null;

    private sealed record ClaimRow(string Fingerprint, string ArtifactId, string JobId);
}
