using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>The different values of a column, in order of appearance, and for each value which of them it is.</summary>
internal ref struct ValueDictionary<TValue, TKey, TKeys>
    where TValue : unmanaged
    where TKey : unmanaged
    where TKeys : struct, IDictionaryKeys<TValue, TKey>, allows ref struct
{
    // Values that are made to collide are no reason to spend more on them.
    private const int LongestProbe = 32;
    private readonly TKeys _keys;
    private readonly int _mostBytes;
    private readonly int _valueCount;
    private int[] _indexes = [];
    private TValue[] _entries = [];
    private int _entryCount;

    /// <summary>Looks whether a dictionary pays, of at most so many bytes, and makes it then.</summary>
    public ValueDictionary(ReadOnlySpan<TValue> values, TKeys keys, int mostBytes)
    {
        _keys = keys;
        _mostBytes = mostBytes;
        _valueCount = values.Length;
        var mostEntries = Guess(values);
        if (mostEntries == 0)
            return;
        _indexes = ArrayPool<int>.Shared.Rent(values.Length);
        IsWorthwhile = TryIndex(values, mostEntries);
    }

    /// <summary>A dictionary of values that have each a place of its own in a table of <paramref name="places"/>.</summary>
    private ValueDictionary(ReadOnlySpan<TValue> values, long min, int places)
    {
        _valueCount = values.Length;
        _indexes = ArrayPool<int>.Shared.Rent(values.Length);
        IndexByPlace(values, min, places);
        IsWorthwhile = true;
    }

    /// <summary>Whether there is one.</summary>
    public bool IsWorthwhile { get; }

    /// <summary>For each value its entry.</summary>
    public readonly ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _valueCount);

    /// <summary>The different values.</summary>
    public readonly ReadOnlySpan<TValue> Entries => _entries.AsSpan(0, _entryCount);

    /// <summary>The dictionary of integers whose least and greatest are known: few possible ones need neither a guess nor a hash.</summary>
    public static ValueDictionary<TValue, TKey, TKeys> OfRange(ReadOnlySpan<TValue> values, TKeys keys, int mostBytes, long min, long max)
    {
        var range = (ulong)max - (ulong)min;
        return range < (ulong)values.Length / 4 && range < (ulong)(mostBytes / sizeof(long))
            ? new ValueDictionary<TValue, TKey, TKeys>(values, min, (int)range + 1)
            : new ValueDictionary<TValue, TKey, TKeys>(values, keys, mostBytes);
    }

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_indexes);
        ArrayPool<TValue>.Shared.Return(_entries);
    }

    private int Guess(ReadOnlySpan<TValue> values)
    {
        var step = Repetition.StepOf(values.Length);
        var sample = ArrayPool<TValue>.Shared.Rent(2 * Repetition.SampleSize);
        var looked = 0;
        for (var i = 0; i < values.Length && looked < sample.Length; i += step)
            sample[looked++] = values[i];
        _indexes = ArrayPool<int>.Shared.Rent(looked);
        var isIndexed = TryIndex(sample.AsSpan(0, looked), looked);
        var distinct = _entryCount;
        Dispose();
        ArrayPool<TValue>.Shared.Return(sample);
        (_indexes, _entries, _entryCount) = ([], [], 0);
        return isIndexed ? Repetition.MostEntries(values.Length, looked, distinct) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryIndex(ReadOnlySpan<TValue> values, int mostEntries)
    {
        var bits = BitOperations.Log2((uint)mostEntries) + 2;
        var table = ArrayPool<int>.Shared.Rent(1 << bits);
        table.AsSpan(0, 1 << bits).Clear();
        var entries = ArrayPool<TValue>.Shared.Rent(mostEntries);
        var entryKeys = ArrayPool<TKey>.Shared.Rent(mostEntries);
        var (indexes, mask, shift, count, bytes) = (_indexes, (1 << bits) - 1, 64 - bits, 0, 0L);
        var fits = true;
        for (var i = 0; i < values.Length && fits; i++)
        {
            var key = _keys.Of(values, i);
            var place = (int)(_keys.Hash(key) >> shift);
            var probes = 0;
            // Entries are numbered from 1 in the table.
            while (table[place] is var entry && (entry == 0 || !_keys.AreSame(entryKeys[entry - 1], entries[entry - 1], key, values[i])))
            {
                if (entry == 0)
                {
                    bytes += _keys.PlainBytes(values[i]);
                    fits = count < mostEntries && bytes <= _mostBytes;
                    if (!fits)
                        break;
                    entries[count] = values[i];
                    entryKeys[count] = key;
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
        ArrayPool<TKey>.Shared.Return(entryKeys);
        (_entries, _entryCount) = (entries, count);
        return fits;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void IndexByPlace(ReadOnlySpan<TValue> values, long min, int places)
    {
        var table = ArrayPool<int>.Shared.Rent(places);
        table.AsSpan(0, places).Clear();
        _entries = ArrayPool<TValue>.Shared.Rent(places);
        var (entries, indexes, count) = (_entries, _indexes, 0);
        for (var i = 0; i < values.Length; i++)
        {
            ref var entry = ref table[(int)(Unsafe.BitCast<TValue, long>(values[i]) - min)];
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
}
