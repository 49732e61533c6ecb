using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>The least and the greatest of some values, as <see cref="ColumnStatistics"/> has them: null where there is none.</summary>
internal static class Bounds
{
    private static readonly (byte[]?, byte[]?) None = (null, null);

    /// <summary>Of integers, stored as INT64 or INT32; <paramref name="min"/> and <paramref name="max"/> mean nothing where there are none.</summary>
    public static (byte[]? Min, byte[]? Max) Of(ReadOnlySpan<long> values, bool isNarrow, out long min, out long max)
    {
        (min, max) = MinMax(values);
        if (values.IsEmpty)
            return None;
        return isNarrow ? (BitConverter.GetBytes((int)min), BitConverter.GetBytes((int)max)) : (BitConverter.GetBytes(min), BitConverter.GetBytes(max));
    }

    /// <summary>Of doubles. NaN is left out, and zeros are of the sign that makes the bound hold for both: as the format asks for.</summary>
    public static (byte[]? Min, byte[]? Max) Of(ReadOnlySpan<double> values)
    {
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        if (!(min <= max))
            return None;
        return (BitConverter.GetBytes(min == 0 ? -0.0 : min), BitConverter.GetBytes(max == 0 ? 0.0 : max));
    }

    /// <summary>Of wide decimals.</summary>
    public static (byte[]? Min, byte[]? Max) Of(ReadOnlySpan<Int128> values)
    {
        if (values.IsEmpty)
            return None;
        var (min, max) = (values[0], values[0]);
        foreach (var value in values)
        {
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        return (Bytes(min), Bytes(max));
    }

    /// <summary>Of booleans.</summary>
    public static (byte[]? Min, byte[]? Max) Of(ReadOnlySpan<bool> values) =>
        values.IsEmpty ? None : ([(byte)(values.Contains(false) ? 0 : 1)], [(byte)(values.Contains(true) ? 1 : 0)]);

    /// <summary>Of texts, by their bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (byte[]? Min, byte[]? Max) Of(ReadOnlySpan<FieldRange> values, ReadOnlySpan<byte> bytes)
    {
        if (values.IsEmpty)
            return None;
        var (min, max) = (values[0], values[0]);
        var minPrefix = Prefix(min, bytes);
        var maxPrefix = minPrefix;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            TextPrefetch.Ahead(values, i, bytes);
            // Nearly always the first bytes tell.
            var prefix = Prefix(value, bytes);
            if (prefix <= minPrefix && (prefix < minPrefix || Compare(value, min, bytes) < 0))
                (min, minPrefix) = (value, prefix);
            if (prefix >= maxPrefix && (prefix > maxPrefix || Compare(value, max, bytes) > 0))
                (max, maxPrefix) = (value, prefix);
        }
        return (Bytes(min, bytes), Bytes(max, bytes));
    }

    private static (long Min, long Max) MinMax(ReadOnlySpan<long> values)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        var next = 0;
        if (values.Length >= Vector<long>.Count)
        {
            var (mins, maxs) = (new Vector<long>(long.MaxValue), new Vector<long>(long.MinValue));
            for (; next <= values.Length - Vector<long>.Count; next += Vector<long>.Count)
            {
                var some = new Vector<long>(values[next..]);
                mins = Vector.Min(mins, some);
                maxs = Vector.Max(maxs, some);
            }
            for (var i = 0; i < Vector<long>.Count; i++)
                (min, max) = (Math.Min(min, mins[i]), Math.Max(max, maxs[i]));
        }
        foreach (var value in values[next..])
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        return (min, max);
    }

    /// <summary>The first eight bytes as a number that is ordered as they are; shorter texts end in zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Prefix(FieldRange value, ReadOnlySpan<byte> bytes)
    {
        if (value.Start + sizeof(ulong) <= bytes.Length)
        {
            var first = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), value.Start)));
            return value.Length >= sizeof(ulong) ? first : value.Length == 0 ? 0 : first & (ulong.MaxValue << (64 - (8 * value.Length)));
        }
        var prefix = 0UL;
        for (var i = 0; i < sizeof(ulong); i++)
            prefix = (prefix << 8) | (i < value.Length ? bytes[value.Start + i] : 0u);
        return prefix;
    }

    private static int Compare(FieldRange one, FieldRange other, ReadOnlySpan<byte> bytes) =>
        bytes.Slice(one.Start, one.Length).SequenceCompareTo(bytes.Slice(other.Start, other.Length));

    private static byte[]? Bytes(FieldRange value, ReadOnlySpan<byte> bytes) =>
        value.Length <= ColumnStatistics.MostBoundBytes ? bytes.Slice(value.Start, value.Length).ToArray() : null;

    private static byte[] Bytes(Int128 value)
    {
        var bytes = new byte[ResultSchema.WideDecimalBytes];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        return bytes;
    }
}
