using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Records;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>
/// A chunk that was read, typed and checked, waiting for its turn in the ordered dedupe stage and for being written. Its memory is
/// used again from chunk to chunk by a <see cref="ChunkEvaluator"/>, and by others once it is disposed.
/// </summary>
public sealed class EvaluatedChunk : IDisposable
{
    private static readonly byte[] UnreadableHead = RejectBuffer.ViolationHead(RejectBuffer.UnreadableRuleId, null);
    private readonly DocumentLayout? _document;
    private readonly IReadOnlyList<SourceColumn> _columns;
    private Candidate[] _candidates = [];
    private int _linesCountedTo;
    private long _lines;
    private readonly ChunkProfiler? _profiler;
    private readonly CandidateKeys _keys;

    /// <param name="plan">The job's plan.</param>
    /// <param name="layout">How its source is laid out.</param>
    /// <param name="isProfiled">Whether the source's columns are to be profiled.</param>
    /// <param name="explainsKeptRows">See <see cref="BatchEvaluator.ExplainsKeptRows"/>.</param>
    internal EvaluatedChunk(Plan plan, CsvLayout layout, bool isProfiled = false, bool explainsKeptRows = false)
    {
        Plan = plan;
        _document = layout.Document;
        _columns = layout.Columns;
        Bytes = new RecordBytes();
        Batch = new RecordBatch(Bytes, plan.SourceColumnCount, plan.MadeColumnCount, layout.LeadingFields) { Carried = new CarriedValues(plan.CarryCount) };
        _profiler = isProfiled ? new ChunkProfiler(plan, layout.Columns, Batch) : null;
        Rows = new BatchEvaluator(plan, Batch, _profiler) { ExplainsKeptRows = explainsKeptRows };
        _keys = new CandidateKeys(plan, Columns);
    }

    /// <summary>Which chunk it is.</summary>
    public Chunk Chunk { get; private set; } = new(0, 0, 0, 1);

    /// <summary>Rows read, rejected and unreadable so far; clean and duplicate are known after the dedupe stage.</summary>
    public RowCounts Counts { get; private set; }

    /// <summary>How many rows could be read: each has a slot in the column buffers.</summary>
    public int SlotCount { get; private set; }

    /// <summary>How many rows passed every check.</summary>
    public int CandidateCount { get; private set; }

    /// <summary>What was seen of the source's columns; null where nobody wants to know. Valid until the next chunk is evaluated into this.</summary>
    public ChunkProfile? Profile => _profiler?.Profile;

    /// <summary>What a rule of severity FATAL says of the first row that broke it, and where that is; null where none did.</summary>
    public string? Fatal { get; private set; }

    internal Plan Plan { get; }

    /// <summary>The chunk's bytes.</summary>
    internal RecordBytes Bytes { get; }

    /// <summary>The records in hand.</summary>
    internal RecordBatch Batch { get; }

    internal BatchEvaluator Rows { get; }

    internal ColumnBuffer[] Columns => Rows.Columns;

    internal RejectBuffer Rejects { get; } = new();

    internal RejectBuffer Duplicates { get; } = new();

    /// <summary>A dedupe rule's keys of the candidates, in source order. A key of zero takes no part.</summary>
    public ReadOnlyMemory<UInt128> KeysOf(int dedupe) => _keys.Of(dedupe).AsMemory(0, CandidateCount);

    /// <summary>Begins a chunk behind the values that fixes carry into it; null where nothing is known of them.</summary>
    internal void Begin(Chunk chunk, int byteCount, byte[]?[]? carried)
    {
        Chunk = chunk;
        Bytes.Begin(byteCount);
        Counts = default;
        CandidateCount = 0;
        SlotCount = 0;
        Fatal = null;
        RewindLines();
        Rows.Begin(carried);
        _profiler?.Begin();
        Rejects.Clear();
        Duplicates.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Bytes.Dispose();
        Rows.Dispose();
        Pooled.Return(ref _candidates);
        _keys.Dispose();
        Rejects.Dispose();
        Duplicates.Dispose();
        Profile?.Release();
    }

    /// <summary>Evaluates the rows of <see cref="Batch"/>, and takes account of the records of it that were none.</summary>
    internal void Add(IReadOnlyList<UnreadableRecord> unreadable)
    {
        var rows = Batch.Count;
        Reserve(SlotCount + rows);
        Rows.Evaluate(SlotCount);
        var firstCandidate = CandidateCount;
        var rejected = 0;
        var others = 0;
        var records = Batch.Records[..rows];
        for (var row = 0; row < records.Length; row++)
        {
            var record = records[row];
            if (!Rows.IsRejected(row))
            {
                _candidates[CandidateCount++] = new Candidate(SlotCount + row, record.Offset, record.Length);
                continue;
            }
            while (others < unreadable.Count && unreadable[others].Record.Offset < record.Offset)
                AddUnreadable(unreadable[others++]);
            rejected++;
            BeginReject(Rejects, RowVerdict.Rejected, record);
            Rows.AddViolations(Rejects, row);
            Rejects.End();
            if (row == Rows.FatalRow)
                Fatal ??= FatalMessage(record, Rows.FatalViolation(row));
        }
        while (others < unreadable.Count)
            AddUnreadable(unreadable[others++]);
        _keys.Add(Candidates, firstCandidate);
        SlotCount += rows;
        Counts += new RowCounts(rows + unreadable.Count, 0, rejected, 0, unreadable.Count);
    }

    /// <summary>Ends the chunk: all its rows were added.</summary>
    internal void End() => _profiler?.End();

    /// <summary>Takes account of a chunk that is one record, too long to be read.</summary>
    internal void AddOversized(long length, string why)
    {
        if (_document is null)
            Rejects.Begin(RowVerdict.Unreadable, 0, Chunk.LineNumber, Bytes.Source, length, byteOffset: Chunk.Offset);
        else
            BeginReject(Rejects, RowVerdict.Unreadable, new Record(0, Bytes.SourceLength, 0, IsMalformed: false));
        EndUnreadable(why);
        Counts = new RowCounts(1, 0, 0, 0, 1);
    }

    /// <summary>A row that passed every check.</summary>
    internal Candidate CandidateAt(int index) => _candidates[index];

    /// <summary>The rows that passed every check, in source order.</summary>
    internal ReadOnlySpan<Candidate> Candidates => _candidates.AsSpan(0, CandidateCount);

    /// <summary>
    /// The line of the source that a record stands on, or its row in the sheet, table or page. Ask in ascending order, or begin again with
    /// <see cref="RewindLines"/>.
    /// </summary>
    internal long LineOf(Record record) => _document is null ? LineAt(record.Offset) : RowMark.Parse(MarkOf(record)).Row;

    /// <summary>Where a record stands in its document, for a person; null in text, where the line says it.</summary>
    internal string? PositionOf(Record record) => _document?.Describe(RowMark.Parse(MarkOf(record)), _columns);

    /// <summary>Begins a row's reject.</summary>
    internal void BeginReject(RejectBuffer rejects, RowVerdict verdict, Record record)
    {
        var raw = Bytes.Source.Slice(record.Offset, record.Length);
        if (_document is null)
        {
            rejects.Begin(verdict, record.Offset, LineAt(record.Offset), raw, record.Length, byteOffset: Chunk.Offset + record.Offset);
            return;
        }
        var mark = MarkOf(record);
        raw = raw[Math.Min(mark.Length + 1, raw.Length)..];
        rejects.Begin(verdict, record.Offset, RowMark.Parse(mark).Row, raw, raw.Length, position: _document.Describe(RowMark.Parse(mark), _columns));
    }

    private ReadOnlySpan<byte> MarkOf(Record record)
    {
        var text = Bytes.Source.Slice(record.Offset, record.Length);
        return text.IndexOf((byte)',') is >= 0 and var end ? text[..end] : text;
    }

    /// <summary>The line a byte of the chunk stands on.</summary>
    private long LineAt(int offset)
    {
        var previous = _linesCountedTo == 0 ? (byte)0 : Bytes.Source[_linesCountedTo - 1];
        _lines += LineBreaks.Count(Bytes.Source[_linesCountedTo..offset], previous);
        _linesCountedTo = offset;
        return _lines;
    }

    internal void RewindLines()
    {
        _linesCountedTo = 0;
        _lines = Chunk.LineNumber;
    }

    private string WhereIs(Record record) => PositionOf(record) is { } position
        ? $"at {position}"
        : FormattableString.Invariant($"in line {LineOf(record):N0}{(_document is null ? $" (byte {Chunk.Offset + record.Offset:N0})" : "")}");

    /// <summary>Why a rule ends the job at a row that passed every check.</summary>
    internal string FatalMessage(Candidate candidate, Violation violation)
    {
        RewindLines();
        return FatalMessage(new Record(candidate.Offset, candidate.Length, 0, IsMalformed: false), violation);
    }

    private string FatalMessage(Record record, Violation violation) => FormattableString.Invariant(
        $"The rule '{violation.RuleId}' is FATAL and broken {WhereIs(record)}{(violation.Column is null ? "" : $", column '{violation.Column}'")}: {violation.Message} Correct the source, or give the rule another severity.");

    private void AddUnreadable(UnreadableRecord unreadable)
    {
        BeginReject(Rejects, RowVerdict.Unreadable, unreadable.Record);
        EndUnreadable(unreadable.Why);
    }

    private void EndUnreadable(string why)
    {
        Rejects.AddViolation(UnreadableHead, [], isCut: false, Encoding.UTF8.GetBytes(why));
        Rejects.End();
    }

    private void Reserve(int slots)
    {
        if (slots <= _candidates.Length || Batch.Count == 0)
            return;
        // As many as the whole chunk will have, by the rows seen so far, and a little more: the first batch mostly makes all the room.
        var last = Batch.Records[Batch.Count - 1];
        var seenBytes = Math.Max(1, last.Offset + last.Length);
        var expected = (long)slots * Bytes.SourceLength / seenBytes;
        var capacity = (int)Math.Min(Math.Max(slots, expected + (expected / 16) + 16), Array.MaxLength);
        Pooled.Grow(ref _candidates, CandidateCount, capacity);
        _keys.Reserve(_candidates.Length);
        Rows.Reserve(_candidates.Length);
    }
}

/// <summary>A row that passed every check.</summary>
/// <param name="Slot">Where its values are in the column buffers.</param>
/// <param name="Offset">Where its record starts among the chunk's bytes.</param>
/// <param name="Length">The record's bytes.</param>
internal readonly record struct Candidate(int Slot, int Offset, int Length);
