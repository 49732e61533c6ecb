using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace Ingestion.Core.Csv;

/// <summary>
/// Whether bytes are text: valid UTF-8 (RFC 3629) and no NUL. After Keiser and Lemire, "Validating UTF-8 in less than one instruction per
/// byte" (Software: Practice and Experience 51, 2021): of each two bytes that follow each other three tables of half bytes say what would be
/// wrong with them, and only what all three say is.
/// </summary>
internal static class Utf8Text
{
    private const int LaneBytes = 32;
    private const int BlockBytes = 2 * LaneBytes;

    // What is wrong with a byte, or with it and the one after it.
    private const byte TooShort = 1 << 0;
    private const byte TooLong = 1 << 1;
    private const byte Overlong3 = 1 << 2;
    private const byte TooLarge = 1 << 3;
    private const byte Surrogate = 1 << 4;
    private const byte Overlong2 = 1 << 5;
    private const byte TooLarge1000 = 1 << 6;
    private const byte Overlong4 = 1 << 6;
    private const byte TwoContinuations = 1 << 7;
    private const byte Carry = TooShort | TooLong | TwoContinuations;

    private static ReadOnlySpan<byte> FirstHigh =>
    [
        TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong,
        TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
        TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4,
    ];

    private static ReadOnlySpan<byte> FirstLow =>
    [
        Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry,
        Carry | TooLarge, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000 | Surrogate, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
    ];

    private static ReadOnlySpan<byte> SecondHigh =>
    [
        TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge1000 | Overlong4,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooShort, TooShort, TooShort, TooShort,
    ];

    /// <summary>Whether <paramref name="bytes"/> are valid UTF-8 without a NUL.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (!Avx2.IsSupported || bytes.Length < 2 * BlockBytes)
            return IsTextScalar(bytes);
        // The vectors begin at a character and look at the three bytes before each of theirs.
        var start = LaneBytes;
        while (start < LaneBytes + 3 && IsContinuation(bytes[start]))
            start++;
        var end = start + ((bytes.Length - start) / BlockBytes * BlockBytes);
        if (!IsTextScalar(bytes[..start]) || !AreBlocksText(bytes[..end], start))
            return false;
        return IsTextScalar(bytes[BeginOfCut(bytes, end)..]);
    }

    /// <summary>The scalar twin of <see cref="IsText"/>.</summary>
    public static bool IsTextScalar(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    /// <summary>Where the character begins that goes on behind <paramref name="end"/>; there where none does. The blocks say nothing of one that they end in.</summary>
    private static int BeginOfCut(ReadOnlySpan<byte> bytes, int end)
    {
        for (var back = 1; back <= 3; back++)
        {
            var value = bytes[end - back];
            if (!IsContinuation(value))
                return value >= (back switch { 1 => 0xC0, 2 => 0xE0, _ => 0xF0 }) ? end - back : end;
        }
        return end;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreBlocksText(ReadOnlySpan<byte> bytes, int start)
    {
        var firstHigh = Twice(FirstHigh);
        var firstLow = Twice(FirstLow);
        var secondHigh = Twice(SecondHigh);
        ref var origin = ref MemoryMarshal.GetReference(bytes);
        var wrong = Vector256<byte>.Zero;
        for (var at = (nuint)start; at < (nuint)bytes.Length; at += BlockBytes)
        {
            var one = Vector256.LoadUnsafe(ref origin, at);
            var other = Vector256.LoadUnsafe(ref origin, at + LaneBytes);
            wrong |= Vector256.Equals(Vector256.Min(one, other), Vector256<byte>.Zero);
            // ASCII behind ASCII: the byte before decides whether a character was cut off.
            if ((one | other | Vector256.LoadUnsafe(ref origin, at - 3)).ExtractMostSignificantBits() == 0)
                continue;
            wrong |= Wrongs(ref origin, at, one, firstHigh, firstLow, secondHigh) | Wrongs(ref origin, at + LaneBytes, other, firstHigh, firstLow, secondHigh);
        }
        return wrong == Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Wrongs(
        ref byte origin, nuint at, Vector256<byte> bytes, Vector256<byte> firstHigh, Vector256<byte> firstLow, Vector256<byte> secondHigh)
    {
        var half = Vector256.Create((byte)0x0F);
        var before = Vector256.LoadUnsafe(ref origin, at - 1);
        var pairs = Avx2.Shuffle(firstHigh, (before.AsUInt16() >> 4).AsByte() & half)
            & Avx2.Shuffle(firstLow, before & half)
            & Avx2.Shuffle(secondHigh, (bytes.AsUInt16() >> 4).AsByte() & half);
        // The third byte of three and the third and fourth of four have to be continuations, and two of these in a row are right nowhere else.
        var isThird = Avx2.SubtractSaturate(Vector256.LoadUnsafe(ref origin, at - 2), Vector256.Create((byte)(0xE0 - 0x80)));
        var isFourth = Avx2.SubtractSaturate(Vector256.LoadUnsafe(ref origin, at - 3), Vector256.Create((byte)(0xF0 - 0x80)));
        return ((isThird | isFourth) & Vector256.Create((byte)0x80)) ^ pairs;
    }

    private static Vector256<byte> Twice(ReadOnlySpan<byte> table) => Vector256.Create(Vector128.Create(table), Vector128.Create(table));
}
