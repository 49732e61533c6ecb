using System.Buffers.Binary;
using System.Numerics;

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

    private static byte[] Bytes(Int128 value)
    {
        var bytes = new byte[ResultSchema.WideDecimalBytes];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        return bytes;
    }
}
