using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// Writes Snappy's raw format (google/snappy, format_description.txt), for pages of columns. A general encoder takes every match of four bytes,
/// which columns of digits and of whole numbers are full of and which hardly pay: each costs three bytes and a branch that nobody can guess.
/// </summary>
internal static class SnappyEncoder
{
    // A copy reaches back 64 KiB at most, and so places within a block are 16 bits.
    private const int BlockBytes = 1 << 16;
    private const int TableBits = 13;
    private const int ShortestMatch = 6;
    private const ulong MatchMask = ulong.MaxValue >> (64 - (8 * ShortestMatch));
    private const ulong HashFactor = 0x9E3779B185EBCA87;

    // Words are read whole, and literals written in whole vectors.
    private const int MarginBytes = 16;

    // Every second place is looked at, and after 32 in vain every third, and so on: what cannot be compressed is passed quickly.
    private const int SkipShift = 5;
    private const int FirstSkip = 2 << SkipShift;

    private const int CopyTag1 = 1;
    private const int CopyTag2 = 2;
    private const int MostCopy = 64;
    private const int ShortestCopy = 4;

    [ThreadStatic]
    private static ushort[]? _table;

    /// <summary>The most bytes that so many become, and those behind them that may be written too.</summary>
    public static int MostBytes(int bytes) => checked(bytes + (bytes / 6) + 32);

    /// <summary>Compresses <paramref name="page"/> into <paramref name="target"/>, which has room for <see cref="MostBytes"/>, and returns the length.</summary>
    public static int Compress(ReadOnlySpan<byte> page, Span<byte> target)
    {
        ref var start = ref MemoryMarshal.GetReference(target);
        ref var to = ref WriteLength(ref start, page.Length);
        var table = _table ??= new ushort[1 << TableBits];
        for (var at = 0; at < page.Length; at += BlockBytes)
            to = ref WriteBlock(ref to, page.Slice(at, Math.Min(BlockBytes, page.Length - at)), table);
        return (int)Unsafe.ByteOffset(ref start, ref to);
    }

    /// <summary>
    /// The same for a page that ends with values of 8 bytes. Of each only those are written that differ from the value before, as far as the higher half
    /// is the same: nothing is searched for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CompressWords(ReadOnlySpan<byte> page, Span<byte> target)
    {
        ref var start = ref MemoryMarshal.GetReference(target);
        ref var to = ref WriteLength(ref start, page.Length);
        ref var source = ref MemoryMarshal.GetReference(page);
        var literal = 0;
        for (var at = (page.Length % sizeof(ulong)) + sizeof(ulong); at < page.Length; at += sizeof(ulong))
        {
            var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));
            var different = word ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at - sizeof(ulong)));
            if (different > uint.MaxValue)
                continue;
            var count = sizeof(ulong) - (BitOperations.LeadingZeroCount(different) / 8);
            if (literal == at && count > 0)
            {
                to = LiteralTag(count);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), (uint)word);
                to = ref Unsafe.Add(ref to, 1 + count);
            }
            else
            {
                to = ref WriteLiteral(ref to, ref Unsafe.Add(ref source, literal), at + count - literal);
            }
            to = ref WriteCopy(ref to, sizeof(ulong), sizeof(ulong) - count);
            literal = at + sizeof(ulong);
        }
        to = ref WriteRest(ref to, ref Unsafe.Add(ref source, literal), page.Length - literal);
        return (int)Unsafe.ByteOffset(ref start, ref to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ref byte WriteBlock(ref byte target, ReadOnlySpan<byte> block, ushort[] places)
    {
        ref var to = ref target;
        ref var source = ref MemoryMarshal.GetReference(block);
        ref var table = ref MemoryMarshal.GetArrayDataReference(places);
        var literal = 0;
        var last = block.Length - MarginBytes;
        if (last > 1)
            Array.Clear(places);
        var skip = FirstSkip;
        for (var at = 1; at < last; at += skip++ >> SkipShift)
        {
            var match = (int)Exchange(ref table, ref source, at);
            if (!IsMatch(ref source, at, match))
                continue;
            while (match > 0 && at > literal && Unsafe.Add(ref source, at - 1) == Unsafe.Add(ref source, match - 1))
                (at, match) = (at - 1, match - 1);
            to = ref WriteLiteral(ref to, ref Unsafe.Add(ref source, literal), at - literal);
            while (true)
            {
                var distance = at - match;
                var length = MatchLength(ref source, at, match, block.Length);
                to = ref WriteCopy(ref to, distance, length);
                at += length;
                literal = at;
                if (at >= last)
                    break;
                // Numbers that count up differ in one digit, and go on as they did before.
                if (IsMatch(ref source, at + 1, at + 1 - distance))
                {
                    to = LiteralTag(1);
                    Unsafe.Add(ref to, 1) = Unsafe.Add(ref source, at);
                    to = ref Unsafe.Add(ref to, 2);
                    at++;
                    match = at - distance;
                    continue;
                }
                Exchange(ref table, ref source, at - 2);
                match = Exchange(ref table, ref source, at);
                if (!IsMatch(ref source, at, match))
                    break;
            }
            skip = FirstSkip;
        }
        return ref WriteRest(ref to, ref Unsafe.Add(ref source, literal), block.Length - literal);
    }

    /// <summary>Puts a place into the table and returns the one that was there: the last one with these bytes, or another with the same hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Exchange(ref ushort table, ref byte source, int at)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at));
        ref var slot = ref Unsafe.Add(ref table, (int)(((word << (64 - (8 * ShortestMatch))) * HashFactor) >> (64 - TableBits)));
        var before = slot;
        slot = (ushort)at;
        return before;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMatch(ref byte source, int at, int match) =>
        ((Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at)) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, match))) & MatchMask) == 0;

    /// <summary>How many bytes are the same at two places, of which the first are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MatchLength(ref byte source, int at, int match, int end)
    {
        var length = ShortestMatch;
        for (; at + length + sizeof(ulong) <= end; length += sizeof(ulong))
        {
            var different = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at + length)) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, match + length));
            if (different != 0)
                return length + (BitOperations.TrailingZeroCount(different) / 8);
        }
        while (at + length < end && Unsafe.Add(ref source, at + length) == Unsafe.Add(ref source, match + length))
            length++;
        return length;
    }

    private static ref byte WriteLength(ref byte to, int length)
    {
        for (; length >= 0x80; length >>= 7)
        {
            to = (byte)(length | 0x80);
            to = ref Unsafe.Add(ref to, 1);
        }
        to = (byte)length;
        return ref Unsafe.Add(ref to, 1);
    }

    private static byte LiteralTag(int length) => (byte)((length - 1) << 2);

    /// <summary>Writes a literal from where <see cref="MarginBytes"/> can be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte WriteLiteral(ref byte to, ref byte from, int length)
    {
        if (length is 0 or > MarginBytes)
            return ref WriteRest(ref to, ref from, length);
        to = LiteralTag(length);
        Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to, 1);
        return ref Unsafe.Add(ref to, 1 + length);
    }

    /// <summary>Writes a literal of any length, and reads no more than that.</summary>
    private static ref byte WriteRest(ref byte to, ref byte from, int length)
    {
        const int MostInTag = 60;
        if (length == 0)
            return ref to;
        var value = (uint)(length - 1);
        var lengthBytes = 0;
        if (value < MostInTag)
        {
            to = (byte)(value << 2);
        }
        else
        {
            lengthBytes = 4 - (BitOperations.LeadingZeroCount(value) / 8);
            to = (byte)((MostInTag - 1 + lengthBytes) << 2);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), value);
        }
        to = ref Unsafe.Add(ref to, 1 + lengthBytes);
        Unsafe.CopyBlockUnaligned(ref to, ref from, (uint)length);
        return ref Unsafe.Add(ref to, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte WriteCopy(ref byte to, int distance, int length)
    {
        while (length >= MostCopy + ShortestCopy)
        {
            to = ref WriteLongCopy(ref to, distance, MostCopy);
            length -= MostCopy;
        }
        if (length > MostCopy)
        {
            to = ref WriteLongCopy(ref to, distance, MostCopy - ShortestCopy);
            length -= MostCopy - ShortestCopy;
        }
        if (length >= 12 || distance >= 2048)
            return ref WriteLongCopy(ref to, distance, length);
        Unsafe.WriteUnaligned(ref to, (ushort)(CopyTag1 | ((length - ShortestCopy) << 2) | ((distance >> 8) << 5) | (distance << 8)));
        return ref Unsafe.Add(ref to, 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte WriteLongCopy(ref byte to, int distance, int length)
    {
        Unsafe.WriteUnaligned(ref to, (uint)(CopyTag2 | ((length - 1) << 2) | (distance << 8)));
        return ref Unsafe.Add(ref to, 3);
    }
}
