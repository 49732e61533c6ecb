using System.Data.Common;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>The log that a job's users read: lines numbered 1, 2, 3… in each job.</summary>
public sealed class JobLog(Database database, TimeProvider time)
{
    private const int Attempts = 20;

    /// <summary>Adds a line to the log of a job, which must exist.</summary>
    public async Task AppendAsync(JobId jobId, JobLogLevel level, string message, CancellationToken cancellationToken = default)
    {
        var row = new
        {
            JobId = jobId.ToString(),
            At = UnixMicroseconds.Now(time),
            Level = EnumText<JobLogLevel>.Of(level),
            Message = message,
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.WriteAsync(
                    """
                    INSERT INTO ingestion_job_logs (job_id, sequence, at, level, message)
                    SELECT @JobId, COALESCE(MAX(sequence), 0) + 1, @At, @Level, @Message FROM ingestion_job_logs WHERE job_id = @JobId
                    """, row, cancellationToken);
                return;
            }
            // On MySQL two writers may pick the same number; one of them then picks again.
            catch (DbException exception) when (attempt < Attempts && (Dialect.IsUniqueViolation(exception) || Dialect.IsDeadlock(exception)))
            {
            }
        }
    }

    /// <summary>At most <paramref name="limit"/> lines after the one with the number <paramref name="after"/>, in order.</summary>
    public async Task<IReadOnlyList<JobLogEntry>> ListAsync(JobId jobId, long after, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync<LogRow>(
            """
            SELECT sequence, at, level, message FROM ingestion_job_logs
            WHERE job_id = @JobId AND sequence > @After ORDER BY sequence LIMIT @Limit
            """, new { JobId = jobId.ToString(), After = after, Limit = limit }, cancellationToken);
        return rows.ConvertAll(row => new JobLogEntry(row.Sequence, UnixMicroseconds.To(row.At), EnumText<JobLogLevel>.Parse(row.Level), row.Message));
    }

    private sealed record LogRow
    {
        public required long Sequence { get; init; }
        public required long At { get; init; }
        public required string Level { get; init; }
        public required string Message { get; init; }
    }
}
