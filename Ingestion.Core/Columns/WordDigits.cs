using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Columns;

/// <summary>
/// Reads plain numbers of at most 16 characters, as nearly all are, eight digits at a time in one 64-bit word (Lemire, "Quickly parsing
/// eight digits", 2018). A no only says that <see cref="Utf8Values"/>, the scalar twin, has to be asked. Behind a number's first byte
/// 32 more must be readable: see <see cref="Records.RecordBytes.PaddingBytes"/>.
/// </summary>
internal static class WordDigits
{
    private const int WordBytes = sizeof(ulong);
    private const int MostBytes = 2 * WordBytes;
    private const int MostPower = 18;
    private const long MostExactDouble = 1L << 53;
    private const ulong EachByte = 0x0101010101010101;
    private const ulong HighBits = 0x80 * EachByte;
    private const ulong Zeros = '0' * EachByte;
    private const ulong Points = '.' * EachByte;

    private static ReadOnlySpan<long> PowersOfTen =>
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
        10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    /// <summary><see cref="Utf8Values.TryInteger"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInteger(ref byte start, int length, out long value)
    {
        var sign = start is (byte)'-' or (byte)'+' ? 1 : 0;
        var fits = TryDigits(ref Unsafe.Add(ref start, sign), length - sign, out value);
        value = start == '-' ? -value : value;
        return fits;
    }

    /// <summary><see cref="Utf8Values.TryNarrowDecimal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNarrowDecimal(ref byte start, int length, int scale, out long value)
    {
        var fits = TryNumber(ref start, length, out value, out var decimals);
        var missing = scale - decimals;
        if (!fits || (uint)missing > MostPower || Math.Abs(value) >= PowersOfTen[MostPower - missing])
            return false;
        value *= PowersOfTen[missing];
        return true;
    }

    /// <summary><see cref="Utf8Values.TryDecimal"/>, but that the value may have any number of digits.</summary>
    public static bool TryWideDecimal(ref byte start, int length, int scale, out Int128 value)
    {
        var fits = TryNumber(ref start, length, out var digits, out var decimals);
        var missing = scale - decimals;
        value = digits;
        if (!fits || (uint)missing > MostPower)
            return false;
        value *= PowersOfTen[missing];
        return true;
    }

    /// <summary>
    /// <see cref="Utf8Values.TryDouble"/>. Digits and power of ten are doubles exactly, so that their quotient is rounded once, as it should
    /// be (Clinger, "How to read floating point numbers accurately", 1990). Zero is left out for its sign.
    /// </summary>
    public static bool TryDouble(ref byte start, int length, out double value)
    {
        var fits = TryNumber(ref start, length, out var digits, out var decimals);
        value = digits / (double)PowersOfTen[decimals];
        return fits && digits != 0 && Math.Abs(digits) <= MostExactDouble;
    }

    /// <summary>A number's digits without its point, and how many of them are behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryNumber(ref byte start, int length, out long value, out int decimals)
    {
        var sign = start == '-' ? 1 : 0;
        ref var first = ref Unsafe.Add(ref start, sign);
        length -= sign;
        var fits = length <= WordBytes ? TryShortNumber(ref first, length, out value, out decimals) : TryLongNumber(ref first, length, out value, out decimals);
        value = sign == 0 ? value : -value;
        return fits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryShortNumber(ref byte start, int length, out long value, out int decimals)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref start);
        // A zero byte where the point is: what is above the lowest one does not matter.
        var others = word ^ Points;
        var found = (others - EachByte) & ~others & HighBits;
        var point = BitOperations.TrailingZeroCount(found) / 8;
        decimals = 0;
        if (point < length)
        {
            var before = (1UL << (8 * point)) - 1;
            word = (word & before) | ((word >> 8) & ~before);
            length--;
            decimals = length - point;
        }
        value = 0;
        if (length < 1 || !BitConverter.IsLittleEndian)
            return false;
        var digits = LastDigits(word, length);
        value = Value(digits);
        return AreDigits(digits);
    }

    private static bool TryLongNumber(ref byte start, int length, out long value, out int decimals)
    {
        (value, decimals) = (0, 0);
        if (length > MostBytes)
            return false;
        var points = Vector128.Equals(Vector128.LoadUnsafe(ref start), Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var point = BitOperations.TrailingZeroCount(points);
        if (point >= length)
            return TryDigits(ref start, length, out value);
        decimals = length - 1 - point;
        if (decimals > WordBytes || !TryDigits(ref start, point, out var whole) || !TryDigits(ref Unsafe.Add(ref start, point + 1), decimals, out var fraction))
        {
            decimals = 0;
            return false;
        }
        value = (whole * PowersOfTen[decimals]) + fraction;
        return true;
    }

    /// <summary>A number of one to 16 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDigits(ref byte start, int length, out long value)
    {
        value = 0;
        if (length is < 1 or > MostBytes || !BitConverter.IsLittleEndian)
            return false;
        if (length <= WordBytes)
        {
            var digits = LastDigits(Unsafe.ReadUnaligned<ulong>(ref start), length);
            value = Value(digits);
            return AreDigits(digits);
        }
        var high = LastDigits(Unsafe.ReadUnaligned<ulong>(ref start), length - WordBytes);
        var low = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - WordBytes)) ^ Zeros;
        value = (Value(high) * 100_000_000) + Value(low);
        return AreDigits(high) & AreDigits(low);
    }

    /// <summary>The digits that a word's first bytes write, moved to its end: before them are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LastDigits(ulong word, int length) => (word ^ Zeros) << (64 - (8 * length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreDigits(ulong digits) => (((digits + (0x76 * EachByte)) | digits) & HighBits) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Value(ulong digits)
    {
        // Pairs of digits, then of pairs, then of fours: the first byte is the most significant.
        digits = (digits * 10) + (digits >> 8);
        const ulong EveryOther = 0x000000FF000000FF;
        return (long)((((digits & EveryOther) * 0x000F424000000064) + (((digits >> 16) & EveryOther) * 0x0000271000000001)) >> 32);
    }
}
