using System.IO.Hashing;
using System.Text.Unicode;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>Reads, types and checks one chunk. Not thread-safe: one a worker, used again from chunk to chunk.</summary>
public sealed class ChunkEvaluator(Plan plan, CsvLayout layout, bool isTolerant, EngineOptions options)
{
    private const int RowsBetweenCancellations = 4096;
    private KeyBytes _key = new();

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
        // Whole chunks are valid nearly always: one vectorised look spares one a row.
        var isSuspect = !Utf8.IsValid(bytes) || bytes.Contains((byte)0) || (!layout.IsUtf8 && bytes.IndexOf("\uFFFD"u8) >= 0);
        using var records = new CsvRecordReader(target.Bytes.AsMemory(0, target.ByteCount), layout.Dialect, isTolerant, layout.SkipEmptyLines, options.MaxRecordBytes);
        long read = 0, rejected = 0, unreadable = 0;
        while (records.Read())
        {
            if (++read % RowsBetweenCancellations == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var why = target.Rows.WhyUnreadable(records, options.MaxRecordBytes) ?? (isSuspect ? WhyNotText(records.RawRecord, chunk.Offset + records.Offset) : null);
            if (why is not null)
            {
                unreadable++;
                AddReject(target, records, RowVerdict.Unreadable, [new Violation(RejectBuffer.UnreadableRuleId, null, why)]);
                continue;
            }
            var slot = target.CandidateCount;
            if (target.Rows.Evaluate(records, slot))
            {
                AddCandidate(target, records, slot);
                continue;
            }
            rejected++;
            AddReject(target, records, RowVerdict.Rejected, target.Rows.Violations(records, slot));
        }
        target.Counts = new RowCounts(read, 0, rejected, 0, unreadable);
        return target;
    }

    private void AddCandidate(EvaluatedChunk target, CsvRecordReader records, int slot)
    {
        if (plan.HasDedupe)
            AddKeys(target, slot);
        target.AddCandidate(records.Offset, records.RawRecord.Length);
    }

    /// <summary>A key without any value takes no part in DEDUPE: absence is NOT_NULL's business. Its hash is zero.</summary>
    private void AddKeys(EvaluatedChunk target, int slot)
    {
        for (var i = 0; i < plan.Dedupes.Length; i++)
        {
            if (slot == target.Keys[i].Length)
                Array.Resize(ref target.Keys[i], Math.Max(1024, slot * 2));
            _key.Clear();
            foreach (var input in plan.Dedupes[i].Inputs)
                target.Columns[input].AppendKey(slot, ref _key);
            target.Keys[i][slot] = _key.HasValue ? XxHash128.HashToUInt128(_key.Written) : UInt128.Zero;
        }
    }

    private static void AddReject(EvaluatedChunk target, CsvRecordReader records, RowVerdict verdict, IEnumerable<Violation> violations) =>
        target.Rejects.Add(verdict, records.Offset, target.LineAt(records.Offset), target.Chunk.Offset + records.Offset,
            records.RawRecord, records.RawRecord.Length, violations);

    private EvaluatedChunk EvaluateOversized(ArtifactReader source, Chunk chunk, EvaluatedChunk target)
    {
        Span<byte> end = stackalloc byte[2];
        source.ReadFully(chunk.Offset + chunk.LengthBytes - 2, end);
        var length = chunk.LengthBytes - (end[1] is not ((byte)'\n' or (byte)'\r') ? 0 : end is [(byte)'\r', (byte)'\n'] ? 2 : 1);
        var shown = (int)Math.Min(length, RejectBuffer.MostRawBytes + 4);
        target.Begin(chunk, shown);
        source.ReadFully(chunk.Offset, target.Bytes.AsSpan(0, shown));
        var message = RowEvaluator.OversizedMessage(length, options.MaxRecordBytes);
        target.Rejects.Add(RowVerdict.Unreadable, 0, chunk.LineNumber, chunk.Offset, target.Bytes.AsSpan(0, shown), length,
            [new Violation(RejectBuffer.UnreadableRuleId, null, message)]);
        target.Counts = new RowCounts(1, 0, 0, 0, 1);
        return target;
    }

    private string? WhyNotText(ReadOnlySpan<byte> record, long offset)
    {
        var zero = record.IndexOf((byte)0);
        if (zero >= 0)
            return $"There is a NUL byte at byte {offset + zero}; text has none.";
        if (!layout.IsUtf8 && record.IndexOf("\uFFFD"u8) >= 0)
            return $"Some bytes are not valid {layout.Encoding}. Is source.encoding right?";
        if (Utf8.IsValid(record))
            return null;
        var valid = 0;
        while (System.Text.Rune.DecodeFromUtf8(record[valid..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
            valid += consumed;
        return $"Byte {offset + valid} (0x{record[valid]:X2}) is not valid UTF-8. If the file is in another encoding, set source.encoding, such as windows-1252.";
    }
}
