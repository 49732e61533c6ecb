using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>The different values of a column, in order of appearance, and for each value which of them it is.</summary>
internal ref struct FixedDictionary<T>
    where T : unmanaged, IEquatable<T>
{
    // Keys that are made to collide are no reason to spend more on them.
    private const int LongestProbe = 32;
    private int[] _indexes = [];
    private T[] _entries = [];
    private readonly int _valueCount;
    private int _entryCount;

    /// <summary>Looks whether a dictionary pays, and makes it then.</summary>
    public FixedDictionary(ReadOnlySpan<T> values)
    {
        _valueCount = values.Length;
        var mostEntries = Guess(values);
        if (mostEntries == 0)
            return;
        _indexes = ArrayPool<int>.Shared.Rent(values.Length);
        IsWorthwhile = TryIndex(values, mostEntries);
    }

    /// <summary>The same where the least and the greatest value are known: of few possible values each has a place in a table of its own.</summary>
    public FixedDictionary(ReadOnlySpan<T> values, long min, long max)
    {
        var range = (ulong)max - (ulong)min;
        if (typeof(T) != typeof(long) || range >= (ulong)values.Length / 4)
        {
            this = new FixedDictionary<T>(values);
            return;
        }
        _valueCount = values.Length;
        _indexes = ArrayPool<int>.Shared.Rent(values.Length);
        IndexByPlace(values, min, (int)range + 1);
        IsWorthwhile = true;
    }

    /// <summary>Whether there is one.</summary>
    public bool IsWorthwhile { get; }

    /// <summary>For each value its entry.</summary>
    public readonly ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _valueCount);

    /// <summary>The different values.</summary>
    public readonly ReadOnlySpan<T> Entries => _entries.AsSpan(0, _entryCount);

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_indexes);
        ArrayPool<T>.Shared.Return(_entries);
    }

    private int Guess(ReadOnlySpan<T> values)
    {
        var step = Repetition.StepOf(values.Length);
        var sample = ArrayPool<T>.Shared.Rent(2 * Repetition.SampleSize);
        var looked = 0;
        for (var i = 0; i < values.Length && looked < sample.Length; i += step)
            sample[looked++] = values[i];
        _indexes = ArrayPool<int>.Shared.Rent(looked);
        var isIndexed = TryIndex(sample.AsSpan(0, looked), looked);
        var distinct = _entryCount;
        Dispose();
        ArrayPool<T>.Shared.Return(sample);
        (_indexes, _entries, _entryCount) = ([], [], 0);
        return isIndexed ? Repetition.MostEntries(values.Length, looked, distinct) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryIndex(ReadOnlySpan<T> values, int mostEntries)
    {
        var bits = BitOperations.Log2((uint)mostEntries) + 2;
        var table = ArrayPool<int>.Shared.Rent(1 << bits);
        table.AsSpan(0, 1 << bits).Clear();
        var entries = ArrayPool<T>.Shared.Rent(mostEntries);
        var (indexes, mask, shift, count) = (_indexes, (1 << bits) - 1, 64 - bits, 0);
        var fits = true;
        for (var i = 0; i < values.Length && fits; i++)
        {
            var value = values[i];
            var place = (int)(Hash(value) >> shift);
            var probes = 0;
            // Entries are numbered from 1 in the table.
            while (table[place] is var entry && (entry == 0 || !entries[entry - 1].Equals(value)))
            {
                if (entry == 0)
                {
                    fits = count < mostEntries;
                    if (!fits)
                        break;
                    entries[count] = value;
                    table[place] = ++count;
                    break;
                }
                fits = ++probes < LongestProbe;
                if (!fits)
                    break;
                place = (place + 1) & mask;
            }
            indexes[i] = table[place] - 1;
        }
        ArrayPool<int>.Shared.Return(table);
        (_entries, _entryCount) = (entries, count);
        return fits;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void IndexByPlace(ReadOnlySpan<T> values, long min, int places)
    {
        var table = ArrayPool<int>.Shared.Rent(places);
        table.AsSpan(0, places).Clear();
        _entries = ArrayPool<T>.Shared.Rent(places);
        var (entries, indexes, count) = (_entries, _indexes, 0);
        for (var i = 0; i < values.Length; i++)
        {
            ref var entry = ref table[(int)(Unsafe.BitCast<T, long>(values[i]) - min)];
            if (entry == 0)
            {
                entries[count] = values[i];
                entry = ++count;
            }
            indexes[i] = entry - 1;
        }
        ArrayPool<int>.Shared.Return(table);
        _entryCount = count;
    }

    /// <summary>Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4): the highest bits are the good ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(T value)
    {
        const ulong golden = 0x9E3779B97F4A7C15;
        if (Unsafe.SizeOf<T>() == sizeof(ulong))
            return Unsafe.BitCast<T, ulong>(value) * golden;
        var wide = Unsafe.BitCast<T, UInt128>(value);
        return ((ulong)wide ^ ((ulong)(wide >> 64) * golden)) * golden;
    }
}
