using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>Reads, types and checks one chunk. Not thread-safe: one a worker, used again from chunk to chunk.</summary>
public sealed class ChunkEvaluator(Plan plan, CsvLayout layout, bool isTolerant, EngineOptions options)
{
    private const int RowsBetweenCancellations = 4096;
    private static readonly byte[] UnreadableHead = RejectBuffer.ViolationHead(RejectBuffer.UnreadableRuleId, null);
    private readonly TextCheck _text = new(layout);

    /// <summary>Evaluates <paramref name="chunk"/> of <paramref name="source"/>, the bytes in UTF-8, into <paramref name="target"/> or a new one.</summary>
    public EvaluatedChunk Evaluate(ArtifactReader source, Chunk chunk, EvaluatedChunk? target = null, CancellationToken cancellationToken = default)
    {
        target ??= new EvaluatedChunk(plan);
        if (chunk.IsOversizedRecord)
            return EvaluateOversized(source, chunk, target);
        target.Begin(chunk, checked((int)chunk.LengthBytes));
        var bytes = target.Bytes.AsSpan(0, target.ByteCount);
        if (source.ReadFully(chunk.Offset, bytes) != bytes.Length)
            throw new EndOfStreamException($"The source ends before byte {chunk.Offset + chunk.LengthBytes}: it was changed after the job was planned.");
        var isSuspect = _text.IsSuspect(bytes);
        using var records = new CsvRecordReader(target.Bytes.AsMemory(0, target.ByteCount), layout.Dialect, isTolerant, layout.SkipEmptyLines, options.MaxRecordBytes);
        long read = 0, rejected = 0, unreadable = 0;
        while (records.Read())
        {
            if (++read % RowsBetweenCancellations == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var why = target.Rows.WhyUnreadable(records, options.MaxRecordBytes) ?? (isSuspect ? _text.WhyNotText(records.RawRecord, chunk.Offset + records.Offset) : null);
            if (why is not null)
            {
                unreadable++;
                BeginReject(target, records, RowVerdict.Unreadable);
                EndUnreadable(target, why);
                continue;
            }
            var slot = target.CandidateCount;
            if (target.Rows.Evaluate(records, slot))
            {
                target.AddCandidate(records.Offset, records.RawRecord.Length);
                continue;
            }
            rejected++;
            BeginReject(target, records, RowVerdict.Rejected);
            target.Rows.AddViolations(target.Rejects, records, slot);
            target.Rejects.End();
        }
        target.Counts = new RowCounts(read, 0, rejected, 0, unreadable);
        return target;
    }

    private static void BeginReject(EvaluatedChunk target, CsvRecordReader records, RowVerdict verdict) =>
        target.Rejects.Begin(verdict, records.Offset, target.LineAt(records.Offset), target.Chunk.Offset + records.Offset, records.RawRecord, records.RawRecord.Length);

    private static void EndUnreadable(EvaluatedChunk target, string why)
    {
        target.Rejects.AddViolation(UnreadableHead, [], isCut: false, Encoding.UTF8.GetBytes(why));
        target.Rejects.End();
    }

    private EvaluatedChunk EvaluateOversized(ArtifactReader source, Chunk chunk, EvaluatedChunk target)
    {
        Span<byte> end = stackalloc byte[2];
        source.ReadFully(chunk.Offset + chunk.LengthBytes - 2, end);
        var length = chunk.LengthBytes - (end[1] is not ((byte)'\n' or (byte)'\r') ? 0 : end is [(byte)'\r', (byte)'\n'] ? 2 : 1);
        var shown = (int)Math.Min(length, RejectBuffer.MostRawBytes + 4);
        target.Begin(chunk, shown);
        source.ReadFully(chunk.Offset, target.Bytes.AsSpan(0, shown));
        var message = RowEvaluator.OversizedMessage(length, options.MaxRecordBytes);
        target.Rejects.Begin(RowVerdict.Unreadable, 0, chunk.LineNumber, chunk.Offset, target.Bytes.AsSpan(0, shown), length);
        EndUnreadable(target, message);
        target.Counts = new RowCounts(1, 0, 0, 0, 1);
        return target;
    }
}
