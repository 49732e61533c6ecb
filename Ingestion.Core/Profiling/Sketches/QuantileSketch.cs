using System.Runtime.InteropServices;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>
/// Ranks among many values from a few hundred of them: with 99% confidence a rank is off by less than 1.5% of all values, and by less than
/// 1% of them from some 200,000 on. Karnin, Lang, Liberty, "Optimal quantile approximation in streams" (FOCS 2016), with its sampler for
/// streams: after two thousand values one of eight stands for all eight. Random bits come from a counter, so the same calls give the same
/// sketch.
/// </summary>
internal sealed class QuantileSketch
{
    private const int TopCapacity = 400;
    private const int LeastCapacity = 8;
    private const double Shrinkage = 2.0 / 3;
    private const int MostLevels = 64;
    private const int SampledLevel = 3;
    private const int SampledGroup = 1 << SampledLevel;
    private const int SampledFrom = 2 * 1024;

    // By the number of levels, of each: the highest has the most room, every one below it two thirds of the next.
    private static readonly int[][] Capacities =
        [.. Enumerable.Range(0, MostLevels).Select(levels => Enumerable.Range(0, levels).Select(level => Math.Max(LeastCapacity, (int)(TopCapacity * Math.Pow(Shrinkage, levels - 1 - level)))).ToArray())];

    private readonly List<List<long>> _levels = [];
    private int[] _capacities = [];
    private ulong _random;
    private int _items;
    private int _room;

    public QuantileSketch() => Grow();

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a batch of values.</summary>
    public void Add(ReadOnlySpan<long> values)
    {
        if (Count >= SampledFrom)
        {
            for (; values.Length >= SampledGroup; values = values[SampledGroup..])
                Insert(values[(int)(NextRandom() >> (64 - SampledLevel))], SampledLevel);
        }
        foreach (var value in values)
            Insert(value, 0);
    }

    /// <summary>Adds a value so many times.</summary>
    public void Add(long value, long times)
    {
        // The bits of a count are the levels in which it stands.
        for (var level = 0; times >> level != 0; level++)
        {
            if (((times >> level) & 1) != 0)
                Insert(value, level);
        }
    }

    /// <summary>Adds what another sketch has seen.</summary>
    public void Merge(QuantileSketch other)
    {
        for (var level = 0; level < other._levels.Count; level++)
        {
            while (_levels.Count <= level)
                Grow();
            _levels[level].AddRange(other._levels[level]);
            _items += other._levels[level].Count;
        }
        Count += other.Count;
        while (_items >= _room)
            Compress();
    }

    /// <summary>The values that are left, ascending, each with how many it stands for.</summary>
    public WeightedValues Values()
    {
        var (values, rows) = (new long[_items], new long[_items]);
        var next = 0;
        for (var level = 0; level < _levels.Count; level++)
        {
            foreach (var value in _levels[level])
                (values[next], rows[next++]) = (value, 1L << level);
        }
        return new WeightedValues(values, rows);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _levels.Clear();
        _items = 0;
        _random = 0;
        Count = 0;
        Grow();
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(_random);
        writer.Write((byte)_levels.Count);
        foreach (var level in _levels)
        {
            writer.Write7BitEncodedInt(level.Count);
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(level)));
        }
    }

    /// <summary>Reads into an empty one what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        Count = reader.ReadInt64();
        _random = reader.ReadUInt64();
        var levels = reader.ReadByte();
        while (_levels.Count < levels)
            Grow();
        for (var i = 0; i < levels; i++)
        {
            var values = new long[reader.Read7BitEncodedInt()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            _levels[i].AddRange(values);
            _items += values.Length;
        }
    }

    private void Insert(long value, int level)
    {
        while (_levels.Count <= level)
            Grow();
        _levels[level].Add(value);
        Count += 1L << level;
        if (++_items >= _room)
            Compress();
    }

    /// <summary>Halves the lowest level that is full: every other of its values, in order, goes up and stands for twice as many.</summary>
    private void Compress()
    {
        for (var level = 0; ; level++)
        {
            if (_levels[level].Count < _capacities[level])
                continue;
            if (level + 1 == _levels.Count)
                Grow();
            Halve(_levels[level], _levels[level + 1]);
            return;
        }
    }

    private void Halve(List<long> full, List<long> above)
    {
        full.Sort();
        // An odd one out stays where it is.
        var odd = full.Count & 1;
        var pairs = CollectionsMarshal.AsSpan(full)[odd..];
        for (var i = (int)(NextRandom() >> 63); i < pairs.Length; i += 2)
            above.Add(pairs[i]);
        _items -= pairs.Length / 2;
        full.RemoveRange(odd, pairs.Length);
    }

    private void Grow()
    {
        _levels.Add([]);
        _capacities = Capacities[_levels.Count];
        _room = _capacities.Sum();
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).</summary>
    private ulong NextRandom() => HashMix.Of(_random += 0x9E3779B97F4A7C15);
}
