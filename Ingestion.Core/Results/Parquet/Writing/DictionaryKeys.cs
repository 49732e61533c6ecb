using System.Runtime.CompilerServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>By what the values of a column are told apart.</summary>
internal interface IDictionaryKeys<TValue, TKey>
{
    /// <summary>The key of a value.</summary>
    TKey Of(ReadOnlySpan<TValue> values, int index);

    /// <summary>A hash of it, whose highest bits are the best.</summary>
    ulong Hash(in TKey key);

    /// <summary>Whether two values are the same.</summary>
    bool AreSame(in TKey one, TValue oneValue, in TKey other, TValue otherValue);

    /// <summary>The bytes that a value takes in the encoding PLAIN.</summary>
    int PlainBytes(TValue value);
}

/// <summary>64 bits are their own key.</summary>
internal readonly struct LongKeys : IDictionaryKeys<long, long>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Of(ReadOnlySpan<long> values, int index) => values[index];

    /// <summary>Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(in long key) => (ulong)key * 0x9E3779B97F4A7C15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreSame(in long one, long oneValue, in long other, long otherValue) => one == other;

    public int PlainBytes(long value) => sizeof(long);
}

/// <summary>So are 128 bits.</summary>
internal readonly struct WideDecimalKeys : IDictionaryKeys<Int128, Int128>
{
    public Int128 Of(ReadOnlySpan<Int128> values, int index) => values[index];

    /// <inheritdoc cref="LongKeys.Hash"/>
    public ulong Hash(in Int128 key) => ((ulong)key ^ ((ulong)(key >> 64) * 0x9E3779B97F4A7C15)) * 0x9E3779B97F4A7C15;

    public bool AreSame(in Int128 one, Int128 oneValue, in Int128 other, Int128 otherValue) => one == other;

    public int PlainBytes(Int128 value) => ResultSchema.WideDecimalBytes;
}

/// <summary>Texts, which are ranges of <paramref name="bytes"/>, have digests.</summary>
internal readonly ref struct TextKeys(ReadOnlySpan<byte> bytes) : IDictionaryKeys<FieldRange, TextDigest>
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TextDigest Of(ReadOnlySpan<FieldRange> values, int index)
    {
        TextPrefetch.Ahead(values, index, _bytes);
        return TextDigest.Of(_bytes, values[index]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(in TextDigest key) => key.Hash;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreSame(in TextDigest one, FieldRange oneValue, in TextDigest other, FieldRange otherValue) =>
        TextDigest.AreSame(one, other)
        && (one.IsWhole || _bytes.Slice(oneValue.Start, oneValue.Length).SequenceEqual(_bytes.Slice(otherValue.Start, otherValue.Length)));

    public int PlainBytes(FieldRange value) => sizeof(int) + value.Length;
}
