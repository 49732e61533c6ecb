namespace Ingestion.Core.Dedupe;

/// <summary>
/// One DEDUPE rule's key hashes of a chunk, grouped by partition and within each in the order of their turn. A key's partition depends
/// on nothing but the key, so that equal keys of any two chunks meet.
/// </summary>
public sealed class PartitionedKeys
{
    private readonly ReadOnlyMemory<UInt128> _keys;
    private readonly int[] _rows;
    private readonly int[] _ends;

    private PartitionedKeys(ReadOnlyMemory<UInt128> keys, int[] rows, int[] ends)
    {
        _keys = keys;
        _rows = rows;
        _ends = ends;
    }

    /// <summary>How many partitions there are.</summary>
    public int PartitionCount => _ends.Length;

    /// <summary>The partition of a key. Its low bits say it: the high ones order the keys inside a <see cref="KeyIndex"/>.</summary>
    public static int PartitionOf(UInt128 key, int partitions) => (int)((ulong)(uint)key * (uint)partitions >> 32);

    /// <summary>All rows' keys as one partition, in source order and where they are: nothing is copied.</summary>
    public static PartitionedKeys Whole(ReadOnlyMemory<UInt128> keys) => new(keys, [], [keys.Length]);

    /// <summary>The keys of some rows. Keys of zero, which take no part, are left out.</summary>
    /// <param name="keys">Every row's key.</param>
    /// <param name="rows">The rows, in the order of their turn.</param>
    /// <param name="partitions">How many partitions.</param>
    public static PartitionedKeys Of(ReadOnlySpan<UInt128> keys, ReadOnlySpan<int> rows, int partitions)
    {
        var ends = new int[partitions];
        var count = 0;
        foreach (var row in rows)
        {
            if (keys[row] == UInt128.Zero)
                continue;
            ends[PartitionOf(keys[row], partitions)]++;
            count++;
        }
        // Each partition's end becomes its beginning first, and moves on to its end again while it is filled.
        for (int partition = 0, begin = 0; partition < partitions; partition++)
            (ends[partition], begin) = (begin, begin + ends[partition]);
        var grouped = new UInt128[count];
        var groupedRows = new int[count];
        foreach (var row in rows)
        {
            if (keys[row] == UInt128.Zero)
                continue;
            var at = ends[PartitionOf(keys[row], partitions)]++;
            grouped[at] = keys[row];
            groupedRows[at] = row;
        }
        return new PartitionedKeys(grouped, groupedRows, ends);
    }

    /// <summary>A partition's keys.</summary>
    public ReadOnlyMemory<UInt128> KeysOf(int partition) => _keys[BeginOf(partition).._ends[partition]];

    /// <summary>The row that a partition's key belongs to.</summary>
    public int RowOf(int partition, int index) => _rows.Length == 0 ? index : _rows[BeginOf(partition) + index];

    private int BeginOf(int partition) => partition == 0 ? 0 : _ends[partition - 1];
}
