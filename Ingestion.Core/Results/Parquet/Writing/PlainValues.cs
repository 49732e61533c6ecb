using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>Values that are there, of one column or of its dictionary, to be written in the encoding PLAIN.</summary>
internal interface IPlainValues
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>How many from <paramref name="from"/> on take at most <paramref name="bytes"/>; at least one where there is one.</summary>
    int Fitting(int from, int bytes);

    /// <summary>The bytes that a range of them takes.</summary>
    int BytesOf(int from, int count);

    /// <summary>Writes a range of them into exactly as many bytes.</summary>
    void Write(int from, int count, Span<byte> target);
}

/// <summary>Values of one size that lie in memory as in the file.</summary>
internal readonly ref struct FixedValues<T>(ReadOnlySpan<T> values) : IPlainValues
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _values = values;

    public int Count => _values.Length;

    public int Fitting(int from, int bytes) => Math.Min(Count - from, Math.Max(1, bytes / Unsafe.SizeOf<T>()));

    public int BytesOf(int from, int count) => count * Unsafe.SizeOf<T>();

    public void Write(int from, int count, Span<byte> target) => MemoryMarshal.AsBytes(_values.Slice(from, count)).CopyTo(target);
}

/// <summary>INT32 of values that are held as 64 bits.</summary>
internal readonly ref struct NarrowedValues(ReadOnlySpan<long> values) : IPlainValues
{
    private readonly ReadOnlySpan<long> _values = values;

    public int Count => _values.Length;

    public int Fitting(int from, int bytes) => Math.Min(Count - from, Math.Max(1, bytes / sizeof(int)));

    public int BytesOf(int from, int count) => count * sizeof(int);

    public void Write(int from, int count, Span<byte> target)
    {
        var narrow = MemoryMarshal.Cast<byte, int>(target);
        var wide = _values.Slice(from, count);
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = (int)wide[i];
    }
}

/// <summary>BOOLEAN: one bit a value, the first one's lowest.</summary>
internal readonly ref struct BooleanValues(ReadOnlySpan<bool> values) : IPlainValues
{
    private readonly ReadOnlySpan<bool> _values = values;

    public int Count => _values.Length;

    public int Fitting(int from, int bytes) => Math.Min(Count - from, bytes * 8);

    public int BytesOf(int from, int count) => (count + 7) / 8;

    public void Write(int from, int count, Span<byte> target)
    {
        target.Clear();
        for (var i = 0; i < count; i++)
            target[i / 8] |= (byte)((_values[from + i] ? 1 : 0) << (i % 8));
    }
}

/// <summary>FIXED_LEN_BYTE_ARRAY of 128-bit decimals: two's complement, most significant byte first.</summary>
internal readonly ref struct WideDecimalValues(ReadOnlySpan<Int128> values) : IPlainValues
{
    private readonly ReadOnlySpan<Int128> _values = values;

    public int Count => _values.Length;

    public int Fitting(int from, int bytes) => Math.Min(Count - from, Math.Max(1, bytes / ResultSchema.WideDecimalBytes));

    public int BytesOf(int from, int count) => count * ResultSchema.WideDecimalBytes;

    public void Write(int from, int count, Span<byte> target)
    {
        for (var i = 0; i < count; i++)
            BinaryPrimitives.WriteInt128BigEndian(target[(i * ResultSchema.WideDecimalBytes)..], _values[from + i]);
    }
}

/// <summary>BYTE_ARRAY: each value's length before it. Bounds are taken on the way: the texts lie too far apart to be fetched twice.</summary>
internal readonly ref struct TextValues(ReadOnlySpan<FieldRange> values, ReadOnlySpan<byte> bytes, ref TextBounds bounds) : IPlainValues
{
    // One copy of a fixed size is cheaper than finding out which would do.
    private const int Stride = 32;
    private readonly ReadOnlySpan<FieldRange> _values = values;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly ref TextBounds _bounds = ref bounds;

    public int Count => _values.Length;

    public int Fitting(int from, int bytes)
    {
        var values = _values[from..];
        for (var i = 0; i < values.Length; i++)
        {
            bytes -= sizeof(int) + values[i].Length;
            if (bytes < 0)
                return Math.Max(i, 1);
        }
        return values.Length;
    }

    public int BytesOf(int from, int count)
    {
        var sum = count * sizeof(int);
        foreach (var value in _values.Slice(from, count))
            sum = checked(sum + value.Length);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(int from, int count, Span<byte> target)
    {
        ref var source = ref MemoryMarshal.GetReference(_bytes);
        ref var start = ref MemoryMarshal.GetReference(target);
        var lastSource = _bytes.Length - Stride;
        var lastTarget = target.Length - Stride - sizeof(int);
        var at = 0;
        var bounds = _bounds;
        for (var i = from; i < from + count; i++)
        {
            var value = _values[i];
            TextPrefetch.Ahead(_values, i, _bytes);
            bounds.Add(value, _bytes);
            if (value.Length <= Stride && value.Start <= lastSource && at <= lastTarget)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref start, at), value.Length);
                Vector256.LoadUnsafe(ref source, (nuint)value.Start).StoreUnsafe(ref start, (nuint)at + sizeof(int));
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(target[at..], value.Length);
                _bytes.Slice(value.Start, value.Length).CopyTo(target[(at + sizeof(int))..]);
            }
            at += sizeof(int) + value.Length;
        }
        _bounds = bounds;
    }
}
