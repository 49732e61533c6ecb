using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Runs;

namespace Ingestion.Silo.Jobs;

/// <summary>Adds up finished chunks into the numbers that a job shows.</summary>
internal sealed class JobProgress(JobPlan job, Plan plan, long sourceBytes, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private readonly List<ChunkRecord> _records = [];
    private RowCounts _counts;
    private long _bytes = job.Layout.DataOffset;
    private long _rowsBefore;
    private long _bytesBefore = job.Layout.DataOffset;

    public RowCounts Counts => _counts;

    /// <summary>The chunks so far, in no order.</summary>
    public IReadOnlyList<ChunkRecord> Records => _records;

    /// <summary>Takes up what earlier runs finished; it does not count for speed.</summary>
    public void Resume(IReadOnlyList<ChunkRecord> finished)
    {
        foreach (var record in finished)
            Add(record);
        _rowsBefore = _counts.Read;
        _bytesBefore = _bytes;
    }

    public void Add(ChunkRecord record)
    {
        _records.Add(record);
        _counts += record.Counts;
        _bytes += record.LengthBytes;
    }

    /// <summary>The job with the numbers as they are now.</summary>
    public Job Apply(Job current)
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        var bytes = _bytes - _bytesBefore;
        var isMoving = seconds > 0 && bytes > 0;
        return current with
        {
            BytesTotal = sourceBytes,
            BytesRead = Math.Min(_bytes, sourceBytes),
            Progress = sourceBytes == 0 ? 1 : Math.Min(1, (double)_bytes / sourceBytes),
            RowsPerSecond = isMoving ? Math.Round((_counts.Read - _rowsBefore) / seconds) : null,
            EtaSeconds = isMoving ? Math.Round(Math.Max(0, sourceBytes - _bytes) * seconds / bytes, 1) : null,
            RowsRead = _counts.Read,
            RowsClean = _counts.Clean,
            RowsRejected = _counts.Rejected,
            RowsDuplicate = _counts.Duplicate,
            RowsUnreadable = _counts.Unreadable,
            Violations = ResultPublisher.Violations(plan, _records),
            Fixes = ResultPublisher.Fixes(plan, _records),
        };
    }
}
