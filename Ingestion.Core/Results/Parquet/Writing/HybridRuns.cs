using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// The RLE and bit-packing hybrid of apache/parquet-format, Encodings.md: runs of one value, and between them groups of eight values of a
/// few bits each. Definition levels and dictionary indexes are written so.
/// </summary>
internal static class HybridRuns
{
    private const int GroupValues = 8;

    // A shorter run is not worth the two headers around it.
    private const int ShortestLevelRun = 4;
    private const int ShortestIndexRun = 2;
    private const int MostHeaderBytes = 5;
    private const int BlockRows = 64;

    /// <summary>The most that so many values of <paramref name="width"/> bits take, with a little room to write whole words.</summary>
    public static int MostBytes(int count, int width)
    {
        var groups = (count + GroupValues - 1) / GroupValues;
        return (groups * width) + (((groups / ShortestIndexRun) + 1) * ((2 * MostHeaderBytes) + sizeof(int))) + sizeof(ulong);
    }

    /// <summary>Writes one run of a value below 256 and returns the length.</summary>
    public static int WriteRun(int count, byte value, Span<byte> target)
    {
        var length = WriteVarint(target, (uint)count << 1);
        target[length] = value;
        return length + 1;
    }

    /// <summary>Writes one bit a row, whether it has a value, and returns the length. At most <see cref="MostBytes"/> of width 1.</summary>
    public static int WriteLevels(ReadOnlySpan<bool> present, Span<byte> target)
    {
        var groups = (present.Length + GroupValues - 1) / GroupValues;
        var rented = ArrayPool<byte>.Shared.Rent(groups + sizeof(ulong));
        Pack(present, rented);
        var bits = rented.AsSpan(0, groups);
        var written = 0;
        for (var at = 0; at < groups;)
        {
            var run = RunOf(bits[at..]);
            if (run >= ShortestLevelRun)
            {
                written += WriteVarint(target[written..], (uint)Math.Min(run * GroupValues, present.Length - (at * GroupValues)) << 1);
                target[written++] = (byte)(bits[at] & 1);
                at += run;
                continue;
            }
            var end = at + run;
            while (end < groups && RunOf(bits[end..]) is var next && next < ShortestLevelRun)
                end += next;
            written += WriteVarint(target[written..], ((uint)(end - at) << 1) | 1);
            bits[at..end].CopyTo(target[written..]);
            written += end - at;
            at = end;
        }
        ArrayPool<byte>.Shared.Return(rented);
        return written;
    }

    /// <summary>Writes values below 2^<paramref name="width"/> and returns the length, at most <see cref="MostBytes"/>.</summary>
    public static int WriteIndexes(ReadOnlySpan<int> values, int width, Span<byte> target)
    {
        var written = 0;
        for (var at = 0; at < values.Length;)
        {
            var run = RunOf(values[at..]);
            if (run >= ShortestIndexRun * GroupValues || run == values.Length - at)
            {
                written += WriteVarint(target[written..], (uint)run << 1);
                BinaryPrimitives.WriteInt32LittleEndian(target[written..], values[at]);
                written += (width + 7) / 8;
                at += run;
                continue;
            }
            // Groups are whole; only the last may be padded.
            var end = at + GroupValues;
            while (end < values.Length && RunOf(values[end..]) < Math.Min(ShortestIndexRun * GroupValues, values.Length - end))
                end += GroupValues;
            end = Math.Min(end, values.Length);
            var groups = (end - at + GroupValues - 1) / GroupValues;
            written += WriteVarint(target[written..], ((uint)groups << 1) | 1);
            Pack(values[at..end], width, target[written..]);
            written += groups * width;
            at = end;
        }
        return written;
    }

    /// <summary>How many groups from the first on are of the same level; 1 where the first is of both.</summary>
    private static int RunOf(ReadOnlySpan<byte> groups)
    {
        if (groups[0] is not (0 or 0xFF))
            return 1;
        var other = groups.IndexOfAnyExcept(groups[0]);
        return other < 0 ? groups.Length : other;
    }

    /// <summary>How many values from the first on are the same, in whole groups or to the end; less than two groups may be said to be none.</summary>
    private static int RunOf(ReadOnlySpan<int> values)
    {
        if (values.Length < ShortestIndexRun * GroupValues)
            return values.ContainsAnyExcept(values[0]) ? 0 : values.Length;
        var first = Vector256.Create(values[0]);
        ref var start = ref MemoryMarshal.GetReference(values);
        // Nearly always the answer, and at the cost of one comparison.
        if (Vector256.LoadUnsafe(ref start) != first)
            return 0;
        var other = values.IndexOfAnyExcept(values[0]);
        return other < 0 ? values.Length : other / GroupValues * GroupValues;
    }

    /// <summary>Packs a row a bit, the first row's lowest; <paramref name="target"/> has room for whole words.</summary>
    private static void Pack(ReadOnlySpan<bool> present, Span<byte> target)
    {
        var bytes = MemoryMarshal.AsBytes(present);
        var row = 0;
        for (; row + BlockRows <= bytes.Length; row += BlockRows)
            BinaryPrimitives.WriteUInt64LittleEndian(target[(row / GroupValues)..], ~ByteMask.Of(ref MemoryMarshal.GetReference(bytes[row..]), 0));
        var last = 0UL;
        for (var bit = 0; row + bit < bytes.Length; bit++)
            last |= (bytes[row + bit] == 0 ? 0UL : 1UL) << bit;
        if (row < bytes.Length)
            BinaryPrimitives.WriteUInt64LittleEndian(target[(row / GroupValues)..], last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(ReadOnlySpan<int> values, int width, Span<byte> target)
    {
        var word = 0UL;
        var bits = 0;
        var at = 0;
        foreach (var value in values)
        {
            word |= (ulong)(uint)value << bits;
            bits += width;
            if (bits < 64)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(target[at..], word);
            at += sizeof(ulong);
            bits -= 64;
            word = bits == 0 ? 0 : (ulong)(uint)value >> (width - bits);
        }
        // What pads the last group is zero, and lies within the word or behind it.
        var left = (((values.Length + GroupValues - 1) / GroupValues) * width) - at;
        for (; left > 0; left--, word >>= 8)
            target[at++] = (byte)word;
    }

    private static int WriteVarint(Span<byte> target, uint value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }
}
