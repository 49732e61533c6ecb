using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ingestion.Core.Records;

namespace Ingestion.Core.Columns;

/// <summary>
/// Which of a column's different texts each slot has, found out while a batch's texts are at hand. Whoever wants to know later, as the dictionary
/// of a Parquet column and the profile do, would have to fetch them again, a row apart from a chunk that is larger than a core's own cache. A column
/// with many different texts is given up. Codes are from 0 on, by first appearance.
/// </summary>
internal sealed class TextCodes : IDisposable
{
    /// <summary>Of more different texts the column is given up.</summary>
    public const int MostEntries = 2048;

    // Until then every column has a chance; afterwards one in which most texts are new has none.
    private const int FirstLook = 512;

    // Texts that are made to collide are no reason to spend more on them.
    private const int LongestProbe = 32;
    private const int TableBits = 13;
    private readonly RecordBytes _bytes;

    // Entries are numbered from 1 in the table.
    private ushort[] _table = [];
    private ushort[] _codes = [];
    private TextDigest[] _digests = [];
    private FieldRange[] _entries = [];
    private int[] _rows = [];
    private int _looked;
    private int _longestProbe;

    /// <summary>Knows nothing of the ranges of <paramref name="bytes"/> yet.</summary>
    public TextCodes(RecordBytes bytes) => _bytes = bytes;

    /// <summary>Whether there are too many different texts. Decided between batches only: what was counted until then is right.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>How many different texts there are.</summary>
    public int Count { get; private set; }

    /// <summary>The code of each slot that has a value.</summary>
    public ushort[] Codes => _codes;

    /// <summary>The different texts, by code.</summary>
    public ReadOnlySpan<FieldRange> Entries => _entries.AsSpan(0, Count);

    /// <summary>How many rows were read with each, by code; none of one that only a rule has set.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Forgets everything: a chunk begins.</summary>
    public void Begin()
    {
        Array.Clear(_table);
        (Count, _looked, _longestProbe, IsGivenUp) = (0, 0, 0, false);
    }

    /// <summary>Makes room for slots below <paramref name="capacity"/>.</summary>
    public void Reserve(int capacity) => Pooled.Grow(ref _codes, _codes.Length, capacity);

    /// <summary>Takes account of a batch's texts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in ColumnCells cells)
    {
        if (IsGivenUp)
            return;
        if (_table.Length == 0)
        {
            Pooled.Grow(ref _table, used: 0, 1 << TableBits);
            Array.Clear(_table);
        }
        var given = cells.Given;
        var codes = _codes.AsSpan(cells.FirstSlot, given.Length);
        var bytes = _bytes.Array;
        var looked = 0;
        ref var range = ref cells.FirstRange;
        for (var row = 0; row < given.Length; row++)
        {
            if (given[row])
            {
                var code = CodeOf(bytes, range);
                codes[row] = (ushort)code;
                _rows[code]++;
                looked++;
            }
            range = ref Unsafe.Add(ref range, cells.Stride);
        }
        _looked += looked;
        IsGivenUp = Count > MostEntries || _longestProbe > LongestProbe || (_looked >= FirstLook && Count * 2 > _looked);
    }

    /// <summary>Takes account of a slot's value that no row was read with.</summary>
    public void Set(int slot, FieldRange value)
    {
        if (!IsGivenUp && _table.Length > 0)
            _codes[slot] = (ushort)CodeOf(_bytes.Array, value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Pooled.Return(ref _table);
        Pooled.Return(ref _codes);
        Pooled.Return(ref _digests);
        Pooled.Return(ref _entries);
        Pooled.Return(ref _rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CodeOf(byte[] bytes, FieldRange value)
    {
        var digest = TextDigest.Of(bytes, value);
        var place = (int)(digest.Hash >> (64 - TableBits));
        var code = _table[place] - 1;
        // Nearly every text is short, was there before, and stands where its hash says.
        return code >= 0 && digest.IsWhole && TextDigest.AreSame(_digests[code], digest) ? code : Find(place, digest.Bytes, value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Find(int place, Vector256<byte> digestBytes, FieldRange value)
    {
        var digest = new TextDigest(digestBytes, value.Length);
        for (var probes = 1; ; probes++)
        {
            ref var entry = ref _table[place];
            if (entry == 0)
            {
                _longestProbe = Math.Max(_longestProbe, probes);
                Add(digest, value);
                entry = (ushort)Count;
            }
            var code = entry - 1;
            if (TextDigest.AreSame(_digests[code], digest) && (digest.IsWhole || _bytes[_entries[code]].SequenceEqual(_bytes[value])))
                return code;
            place = (place + 1) & (_table.Length - 1);
        }
    }

    private void Add(in TextDigest digest, FieldRange value)
    {
        if (Count == _entries.Length)
        {
            var length = Math.Max(16, Count * 2);
            Pooled.Grow(ref _digests, Count, length);
            Pooled.Grow(ref _entries, Count, length);
            Pooled.Grow(ref _rows, Count, length);
        }
        (_digests[Count], _entries[Count], _rows[Count]) = (digest, value, 0);
        Count++;
    }
}
