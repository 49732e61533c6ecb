using System.IO.Hashing;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>
/// A chunk that was read, typed and checked, waiting for its turn in the ordered dedupe stage and for being written. Its memory is
/// used again when it is given back to <see cref="ChunkEvaluator.Evaluate"/>.
/// </summary>
public sealed class EvaluatedChunk
{
    private readonly List<(int Offset, int Length)> _raw = [];
    private int _linesCountedTo;
    private long _lines;
    private KeyBytes _key = new();

    internal EvaluatedChunk(Plan plan)
    {
        Plan = plan;
        Rows = new RowEvaluator(plan);
        Keys = new UInt128[plan.Dedupes.Length][];
        for (var i = 0; i < Keys.Length; i++)
            Keys[i] = [];
    }

    /// <summary>Which chunk it is.</summary>
    public Chunk Chunk { get; private set; } = new(0, 0, 0, 1);

    /// <summary>Rows read, rejected and unreadable so far; clean and duplicate are known after the dedupe stage.</summary>
    public RowCounts Counts { get; internal set; }

    /// <summary>Rows that passed every check: slots 0 to this.</summary>
    public int CandidateCount { get; internal set; }

    internal Plan Plan { get; }

    internal RowEvaluator Rows { get; }

    internal ColumnBuffer[] Columns => Rows.Columns;

    internal RejectBuffer Rejects { get; } = new();

    internal RejectBuffer Duplicates { get; } = new();

    /// <summary>Per DEDUPE rule the key hash of each candidate.</summary>
    internal UInt128[][] Keys { get; }

    /// <summary>The chunk's bytes.</summary>
    internal byte[] Bytes { get; private set; } = [];

    internal int ByteCount { get; private set; }

    /// <summary>A dedupe rule's keys of the candidates, in source order. A key of zero takes no part.</summary>
    public ReadOnlySpan<UInt128> KeysOf(int dedupe) => Keys[dedupe].AsSpan(0, CandidateCount);

    internal void Begin(Chunk chunk, int byteCount)
    {
        Chunk = chunk;
        // Chunks end with a record, so they are nearly of one size: a little room takes them all.
        if (Bytes.Length < byteCount)
            Bytes = GC.AllocateUninitializedArray<byte>(byteCount + (byteCount / 32));
        ByteCount = byteCount;
        Counts = default;
        CandidateCount = 0;
        _raw.Clear();
        _linesCountedTo = 0;
        _lines = chunk.LineNumber;
        Rows.Reset();
        Rejects.Clear();
        Duplicates.Clear();
    }

    /// <summary>Keeps the row in the next slot, which passed every check.</summary>
    internal void AddCandidate(int offset, int length)
    {
        if (Plan.HasDedupe)
            AddKeys(CandidateCount);
        _raw.Add((offset, length));
        CandidateCount++;
    }

    /// <summary>A key without any value takes no part in DEDUPE: absence is NOT_NULL's business. Its hash is zero.</summary>
    private void AddKeys(int slot)
    {
        for (var i = 0; i < Plan.Dedupes.Length; i++)
        {
            if (slot == Keys[i].Length)
                Array.Resize(ref Keys[i], Math.Max(1024, slot * 2));
            _key.Clear();
            foreach (var input in Plan.Dedupes[i].Inputs)
                Columns[input].AppendKey(slot, ref _key);
            Keys[i][slot] = _key.HasValue ? XxHash128.HashToUInt128(_key.Written) : UInt128.Zero;
        }
    }

    internal (int Offset, int Length) RawOf(int slot) => _raw[slot];

    /// <summary>The line a byte of the chunk stands on. Ask in ascending order, or begin again with <see cref="RewindLines"/>.</summary>
    internal long LineAt(int offset)
    {
        var previous = _linesCountedTo == 0 ? (byte)0 : Bytes[_linesCountedTo - 1];
        _lines += LineBreaks.Count(Bytes.AsSpan(_linesCountedTo..offset), previous);
        _linesCountedTo = offset;
        return _lines;
    }

    internal void RewindLines()
    {
        _linesCountedTo = 0;
        _lines = Chunk.LineNumber;
    }
}
