using System.Numerics;

namespace Ingestion.Core.References;

/// <summary>
/// The different values of a reference's column, as 128-bit hashes: 16 bytes a value however long it is. They are sorted, and hashes are
/// uniform, so that a look at the few that share a key's first bits finds it. Immutable: threads share it.
/// </summary>
public sealed class ReferenceColumn
{
    private readonly UInt128[] _keys;
    private readonly int[] _starts;
    private readonly int _shift;

    /// <param name="keys">Sorted, each once.</param>
    internal ReferenceColumn(UInt128[] keys)
    {
        _keys = keys;
        var bits = Math.Max(1, BitOperations.Log2((uint)Math.Max(keys.Length, 1)));
        _shift = 128 - bits;
        _starts = new int[(1 << bits) + 1];
        foreach (var key in keys)
            _starts[BucketOf(key) + 1]++;
        for (var i = 1; i < _starts.Length; i++)
            _starts[i] += _starts[i - 1];
    }

    /// <summary>How many values there are.</summary>
    public int Count => _keys.Length;

    internal bool Contains(UInt128 key)
    {
        var bucket = BucketOf(key);
        return _keys.AsSpan(_starts[bucket].._starts[bucket + 1]).Contains(key);
    }

    private int BucketOf(UInt128 key) => (int)(key >> _shift);
}

/// <summary>Gathers a reference's values, in the memory of twice as many as there may be.</summary>
internal sealed class ReferenceValues(int most)
{
    private readonly List<UInt128> _keys = [];

    /// <summary>Takes a value; false when there are too many different ones.</summary>
    public bool TryAdd(UInt128 key)
    {
        if (_keys.Count == _keys.Capacity && !TryMakeRoom())
            return false;
        _keys.Add(key);
        return true;
    }

    /// <summary>The column; null when there are too many different values.</summary>
    public ReferenceColumn? Column()
    {
        MakeDistinct();
        return _keys.Count <= most ? new ReferenceColumn([.. _keys]) : null;
    }

    // By values that repeat it does not grow.
    private bool TryMakeRoom()
    {
        MakeDistinct();
        if (_keys.Count > _keys.Capacity / 2)
            _keys.Capacity = (int)Math.Min(Math.Max(16, 2L * _keys.Capacity), Math.Max(16, 2L * most));
        return _keys.Count <= most;
    }

    private void MakeDistinct()
    {
        _keys.Sort();
        var kept = 0;
        for (var i = 0; i < _keys.Count; i++)
        {
            if (i == 0 || _keys[i] != _keys[kept - 1])
                _keys[kept++] = _keys[i];
        }
        _keys.RemoveRange(kept, _keys.Count - kept);
    }
}
