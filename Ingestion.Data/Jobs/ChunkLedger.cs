using System.Data.Common;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>
/// The truth about finished chunks. A job's epoch, which is stored in the job's row, fences it: once a newer epoch has
/// claimed the job, an older run of it can record nothing more.
/// </summary>
public sealed class ChunkLedger(Database database)
{
    private const string HasEpoch = "EXISTS (SELECT 1 FROM ingestion_jobs WHERE id = @JobId AND epoch <= @Epoch)";

    /// <summary>Takes the job for this epoch; false when a newer epoch has it, or there is no such job. Claiming twice is harmless.</summary>
    public async Task<bool> ClaimAsync(JobId jobId, int epoch, CancellationToken cancellationToken = default) =>
        await database.WriteAsync(
            "UPDATE ingestion_jobs SET epoch = @Epoch WHERE id = @JobId AND epoch <= @Epoch",
            new { JobId = jobId.ToString(), Epoch = epoch }, cancellationToken) == 1;

    /// <summary>
    /// Records a finished chunk, in one statement. A chunk recorded before keeps its first record.
    /// </summary>
    public async Task<ChunkRecording> RecordAsync(JobId jobId, int epoch, ChunkRecord chunk, CancellationToken cancellationToken = default)
    {
        try
        {
            return await database.WriteAsync(
                """
                INSERT INTO ingestion_chunks
                    (job_id, chunk_index, length_bytes, rows_read, rows_clean, rows_rejected, rows_duplicate, rows_unreadable,
                     violation_rows, part_bytes, reject_bytes, checksum, fixed_values)
                SELECT @JobId, @ChunkIndex, @LengthBytes, @RowsRead, @RowsClean, @RowsRejected, @RowsDuplicate, @RowsUnreadable,
                       @ViolationRows, @PartBytes, @RejectBytes, @Checksum, @FixedValues
                FROM ingestion_jobs WHERE id = @JobId AND epoch <= @Epoch
                """, ChunkRow.From(jobId, epoch, chunk), cancellationToken) == 1 ? ChunkRecording.Recorded : ChunkRecording.Stale;
        }
        // The job's row was found, so the epoch holds; only the chunk was there already.
        catch (DbException exception) when (Dialect.IsUniqueViolation(exception))
        {
            return ChunkRecording.Known;
        }
    }

    /// <summary>A job's finished chunks by index.</summary>
    public async Task<IReadOnlyList<ChunkRecord>> ListAsync(JobId jobId, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync<ChunkRow>(
            """
            SELECT chunk_index AS ChunkIndex, length_bytes AS LengthBytes, rows_read AS RowsRead, rows_clean AS RowsClean,
                   rows_rejected AS RowsRejected, rows_duplicate AS RowsDuplicate, rows_unreadable AS RowsUnreadable,
                   violation_rows AS ViolationRows, part_bytes AS PartBytes, reject_bytes AS RejectBytes, checksum,
                   fixed_values AS FixedValues
            FROM ingestion_chunks WHERE job_id = @JobId ORDER BY chunk_index
            """, new { JobId = jobId.ToString() }, cancellationToken);
        return rows.ConvertAll(row => row.ToRecord());
    }

    /// <summary>
    /// Forgets one chunk, whose bytes were found damaged: it is done again. False when a newer epoch has the job: to an old run a
    /// finished job looks damaged, whose working files are gone.
    /// </summary>
    public async Task<bool> ForgetAsync(JobId jobId, int epoch, int chunkIndex, CancellationToken cancellationToken = default)
    {
        if (!await ClaimAsync(jobId, epoch, cancellationToken))
            return false;
        await database.WriteAsync(
            $"DELETE FROM ingestion_chunks WHERE job_id = @JobId AND chunk_index = @ChunkIndex AND {HasEpoch}",
            new { JobId = jobId.ToString(), Epoch = epoch, ChunkIndex = chunkIndex }, cancellationToken);
        return true;
    }

    /// <summary>Forgets all chunks of a job, whose work then begins anew. False when a newer epoch has the job.</summary>
    public async Task<bool> ClearAsync(JobId jobId, int epoch, CancellationToken cancellationToken = default)
    {
        if (!await ClaimAsync(jobId, epoch, cancellationToken))
            return false;
        await database.WriteAsync(
            $"DELETE FROM ingestion_chunks WHERE job_id = @JobId AND {HasEpoch}",
            new { JobId = jobId.ToString(), Epoch = epoch }, cancellationToken);
        return true;
    }

    private sealed record ChunkRow
    {
        public string? JobId { get; init; }
        public long Epoch { get; init; }
        public required long ChunkIndex { get; init; }
        public required long LengthBytes { get; init; }
        public required long RowsRead { get; init; }
        public required long RowsClean { get; init; }
        public required long RowsRejected { get; init; }
        public required long RowsDuplicate { get; init; }
        public required long RowsUnreadable { get; init; }
        public required string ViolationRows { get; init; }
        public required long PartBytes { get; init; }
        public required long RejectBytes { get; init; }
        public required string Checksum { get; init; }

        /// <summary>Null in a chunk of a recipe without fixes, and in one that an older version recorded.</summary>
        public string? FixedValues { get; init; }

        public static ChunkRow From(JobId jobId, int epoch, ChunkRecord chunk) => new()
        {
            JobId = jobId.ToString(),
            Epoch = epoch,
            ChunkIndex = chunk.Index,
            LengthBytes = chunk.LengthBytes,
            RowsRead = chunk.Counts.Read,
            RowsClean = chunk.Counts.Clean,
            RowsRejected = chunk.Counts.Rejected,
            RowsDuplicate = chunk.Counts.Duplicate,
            RowsUnreadable = chunk.Counts.Unreadable,
            ViolationRows = JsonSerializer.Serialize(chunk.ViolationRows, ContractsJson.Options),
            PartBytes = chunk.PartBytes,
            RejectBytes = chunk.RejectBytes,
            Checksum = chunk.Checksum,
            FixedValues = chunk.FixedValues is null ? null : JsonSerializer.Serialize(chunk.FixedValues, ContractsJson.Options),
        };

        public ChunkRecord ToRecord() => new(
            (int)ChunkIndex,
            LengthBytes,
            new RowCounts(RowsRead, RowsClean, RowsRejected, RowsDuplicate, RowsUnreadable),
            JsonSerializer.Deserialize<long[]>(ViolationRows, ContractsJson.Options)!,
            PartBytes,
            RejectBytes,
            Checksum,
            FixedValues is null ? null : JsonSerializer.Deserialize<long[]>(FixedValues, ContractsJson.Options));
    }
}

/// <summary>What became of a chunk that was to be recorded.</summary>
public enum ChunkRecording
{
    /// <summary>A newer epoch has claimed the job, or there is no such job: nothing was written.</summary>
    Stale,

    /// <summary>It was recorded before.</summary>
    Known,

    /// <summary>It is recorded now.</summary>
    Recorded,
}
