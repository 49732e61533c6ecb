using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary><see cref="FixedDictionary{T}"/> of texts, which are ranges of bytes.</summary>
internal ref struct TextDictionary
{
    private const int LongestProbe = 32;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _mostBytes;
    private readonly int _valueCount;
    private int[] _indexes = [];
    private FieldRange[] _entries = [];
    private int _entryCount;

    /// <summary>Looks whether a dictionary pays, of at most so many bytes, and makes it then.</summary>
    public TextDictionary(ReadOnlySpan<FieldRange> values, ReadOnlySpan<byte> bytes, int mostBytes)
    {
        _bytes = bytes;
        _mostBytes = mostBytes;
        _valueCount = values.Length;
        var mostEntries = Guess(values);
        if (mostEntries == 0)
            return;
        _indexes = ArrayPool<int>.Shared.Rent(values.Length);
        IsWorthwhile = TryIndex(values, mostEntries);
    }

    /// <inheritdoc cref="FixedDictionary{T}.IsWorthwhile"/>
    public bool IsWorthwhile { get; }

    /// <inheritdoc cref="FixedDictionary{T}.Indexes"/>
    public readonly ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _valueCount);

    /// <inheritdoc cref="FixedDictionary{T}.Entries"/>
    public readonly ReadOnlySpan<FieldRange> Entries => _entries.AsSpan(0, _entryCount);

    /// <inheritdoc cref="FixedDictionary{T}.Dispose"/>
    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_indexes);
        ArrayPool<FieldRange>.Shared.Return(_entries);
    }

    private int Guess(ReadOnlySpan<FieldRange> values)
    {
        var step = Repetition.StepOf(values.Length);
        var sample = ArrayPool<FieldRange>.Shared.Rent(2 * Repetition.SampleSize);
        var looked = 0;
        for (var i = 0; i < values.Length && looked < sample.Length; i += step)
            sample[looked++] = values[i];
        _indexes = ArrayPool<int>.Shared.Rent(looked);
        var isIndexed = TryIndex(sample.AsSpan(0, looked), looked);
        var distinct = _entryCount;
        Dispose();
        ArrayPool<FieldRange>.Shared.Return(sample);
        (_indexes, _entries, _entryCount) = ([], [], 0);
        return isIndexed ? Repetition.MostEntries(values.Length, looked, distinct) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryIndex(ReadOnlySpan<FieldRange> values, int mostEntries)
    {
        var bits = BitOperations.Log2((uint)mostEntries) + 2;
        var table = ArrayPool<int>.Shared.Rent(1 << bits);
        table.AsSpan(0, 1 << bits).Clear();
        var entries = ArrayPool<FieldRange>.Shared.Rent(mostEntries);
        var digests = ArrayPool<TextDigest>.Shared.Rent(mostEntries);
        var (indexes, mask, shift, count, bytes) = (_indexes, (1 << bits) - 1, 64 - bits, 0, 0L);
        var fits = true;
        for (var i = 0; i < values.Length && fits; i++)
        {
            var value = values[i];
            TextPrefetch.Ahead(values, i, _bytes);
            var digest = TextDigest.Of(_bytes, value);
            var place = (int)(digest.Hash >> shift);
            var probes = 0;
            while (table[place] is var entry && (entry == 0 || !IsEntry(digests[entry - 1], digest, entries[entry - 1], value)))
            {
                if (entry == 0)
                {
                    bytes += sizeof(int) + value.Length;
                    fits = count < mostEntries && bytes <= _mostBytes;
                    if (!fits)
                        break;
                    entries[count] = value;
                    digests[count] = digest;
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
        ArrayPool<TextDigest>.Shared.Return(digests);
        (_entries, _entryCount) = (entries, count);
        return fits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsEntry(in TextDigest entry, in TextDigest digest, FieldRange one, FieldRange other) =>
        TextDigest.AreSame(entry, digest) && (digest.IsWhole || _bytes.Slice(one.Start, one.Length).SequenceEqual(_bytes.Slice(other.Start, other.Length)));
}
