using Ingestion.Contracts;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Chunks;

/// <summary>
/// A chunk's way through the ordered stage, rule by rule: hand <see cref="Keys"/> to the rule's partitions when it is the chunk's turn
/// there, give their answers to <see cref="Take"/>, until <see cref="IsOver"/>. Several DEDUPE rules form a pipeline: a later one looks
/// only at the rows that the earlier ones left, so that each rule is an ordered stage of its own, and each of its partitions as well.
/// </summary>
public sealed class DedupePass
{
    private readonly EvaluatedChunk _chunk;
    private readonly int _partitions;
    private readonly KnownKeys? _known;
    private readonly ChunkDuplicates _result;
    private HashSet<UInt128>? _knownHere;
    private int[]? _rows;

    /// <summary>Groups the first rule's keys.</summary>
    /// <param name="chunk">The chunk; its memory is used until the result is.</param>
    /// <param name="partitions">How many partitions each rule has; the same for all chunks of a job.</param>
    /// <param name="known">The keys of rows that are before all of this job's; null where there are none.</param>
    public DedupePass(EvaluatedChunk chunk, int partitions, KnownKeys? known = null)
    {
        _chunk = chunk;
        _partitions = partitions;
        _known = known;
        var rules = chunk.Plan.Dedupes.Length;
        _result = new ChunkDuplicates(new byte[chunk.CandidateCount], new long[rules], new PartitionedKeys[rules]);
        if (rules > 1 || partitions > 1 || chunk.Plan.DedupeFromEnd)
            _rows = RowsInTurn();
        Group();
    }

    /// <summary>The DEDUPE rule whose answers are to be taken next.</summary>
    public int Rule { get; private set; }

    /// <summary>Whether this rule is the last.</summary>
    public bool IsLast => Rule == _result.Keys.Length - 1;

    /// <summary>Whether all rules have been asked.</summary>
    public bool IsOver => Rule == _result.Keys.Length;

    /// <summary>The rule's keys.</summary>
    public PartitionedKeys Keys => _result.Keys[Rule];

    /// <summary>What was found.</summary>
    /// <exception cref="InvalidOperationException">Not all rules have been asked.</exception>
    public ChunkDuplicates Result => IsOver ? _result : throw new InvalidOperationException("Not every DEDUPE rule has been asked.");

    /// <summary>Takes the answers of the rule's partitions and goes on to the next rule.</summary>
    /// <param name="seenBefore">For each partition and each of its keys, 1 when the partition had it before and else 0.</param>
    public void Take(IReadOnlyList<byte[]> seenBefore)
    {
        var dedupe = _chunk.Plan.Dedupes[Rule];
        var repeats = 0;
        // The first in turn, whatever the number of partitions.
        var first = dedupe.Keep == DedupeKeep.First ? int.MaxValue : -1;
        for (var partition = 0; partition < Keys.PartitionCount; partition++)
        {
            foreach (var row in Repeats(partition, seenBefore[partition]))
            {
                repeats++;
                first = dedupe.Keep == DedupeKeep.First ? Math.Min(first, row) : Math.Max(first, row);
                if (dedupe.Check.RemovesRow)
                    _result.RemovedBy[row] = (byte)(Rule + 1);
                else if (_chunk.Rows.ExplainsKeptRows)
                    _result.KeptRepeats.Add((row, Rule));
            }
        }
        _result.ViolationRows[Rule] = repeats;
        if (repeats > 0 && dedupe.Check.Severity == RuleSeverity.Fatal)
            _result.Fatal ??= _chunk.FatalMessage(_chunk.CandidateAt(first), dedupe.Violation);
        Rule++;
        if (IsOver)
            return;
        _rows = Array.FindAll(_rows!, row => _result.RemovedBy[row] == 0);
        Group();
    }

    /// <summary>The rows whose keys were there before.</summary>
    private IEnumerable<int> Repeats(int partition, byte[] seenBefore)
    {
        var keys = Keys.KeysOf(partition);
        for (var i = 0; i < keys.Length; i++)
        {
            // Most keys are new, and known by their answer alone.
            if (_knownHere is null)
            {
                var next = seenBefore.AsSpan(i, keys.Length - i).IndexOfAnyExcept((byte)0);
                if (next < 0)
                    yield break;
                i += next;
            }
            if ((seenBefore[i] != 0 || _knownHere?.Contains(keys.Span[i]) == true) && keys.Span[i] != UInt128.Zero)
                yield return Keys.RowOf(partition, i);
        }
    }

    private void Group()
    {
        var keys = _chunk.KeysOf(Rule);
        _result.Keys[Rule] = _rows is null ? PartitionedKeys.Whole(keys) : PartitionedKeys.Of(keys.Span, _rows, _partitions);
        _knownHere = _known?.Find(Rule, Keys);
    }

    private int[] RowsInTurn()
    {
        var rows = new int[_chunk.CandidateCount];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = _chunk.Plan.DedupeFromEnd ? rows.Length - 1 - i : i;
        return rows;
    }
}

/// <summary>What the dedupe stage found in a chunk.</summary>
/// <param name="RemovedBy">Per candidate row: 0 when it stays, else 1 + the DEDUPE rule that removes it.</param>
/// <param name="ViolationRows">Per DEDUPE rule the rows that break it.</param>
/// <param name="Keys">Per DEDUPE rule the keys it looked at. They may lie in the chunk's memory.</param>
public sealed record ChunkDuplicates(byte[] RemovedBy, long[] ViolationRows, PartitionedKeys[] Keys)
{
    /// <summary>What a rule of severity FATAL says of the first row in turn that broke it; null where none did. Such a chunk is not written.</summary>
    public string? Fatal { get; internal set; }

    /// <summary>The candidate rows that break a rule and stay, and the rule; empty where nobody wants to know.</summary>
    internal List<(int Row, int Rule)> KeptRepeats { get; } = [];
}
