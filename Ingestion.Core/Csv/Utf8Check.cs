using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace Ingestion.Core.Csv;

/// <summary>
/// Whether bytes are UTF-8 without NUL, in one pass without a branch a character: names and notes have letters beyond ASCII every
/// few words. Three look-ups by half bytes find every error that two bytes in a row show, after Keiser and Lemire, "Validating UTF-8 In
/// Less Than One Instruction Per Byte" (Software: Practice and Experience 2021).
/// </summary>
internal static class Utf8Check
{
    private const int BlockBytes = 64;
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

    private static Vector128<byte> FirstHigh => Vector128.Create(
        TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
        TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4);

    private static Vector128<byte> FirstLow => Vector128.Create(
        Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000 | Surrogate,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000);

    private static Vector128<byte> SecondHigh => Vector128.Create(
        TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge1000 | Overlong4, TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge, TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooShort, TooShort, TooShort, TooShort);

    /// <summary>Whether they are.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) =>
        !Avx2.IsSupported || bytes.Length < 2 * BlockBytes ? IsTextScalar(bytes) : Avx512BW.IsSupported ? IsText512(bytes) : IsText256(bytes);

    /// <summary>The scalar twin of <see cref="IsText"/>.</summary>
    public static bool IsTextScalar(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    /// <summary><see cref="IsText"/>, 64 bytes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool IsText512(ReadOnlySpan<byte> bytes)
    {
        Span<byte> ends = stackalloc byte[4 * BlockBytes];
        var tail = FillEnds(bytes, ends);
        var firstHigh = Vector512.Create(Vector256.Create(FirstHigh, FirstHigh), Vector256.Create(FirstHigh, FirstHigh));
        var firstLow = Vector512.Create(Vector256.Create(FirstLow, FirstLow), Vector256.Create(FirstLow, FirstLow));
        var secondHigh = Vector512.Create(Vector256.Create(SecondHigh, SecondHigh), Vector256.Create(SecondHigh, SecondHigh));
        ref var end = ref MemoryMarshal.GetReference(ends);
        var errors = Errors(ref Unsafe.Add(ref end, BlockBytes), firstHigh, firstLow, secondHigh) | Errors(ref Unsafe.Add(ref end, 3 * BlockBytes), firstHigh, firstLow, secondHigh);
        var least = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(bytes));
        ref var start = ref MemoryMarshal.GetReference(bytes);
        for (nuint i = BlockBytes; i < (nuint)tail; i += BlockBytes)
        {
            ref var block = ref Unsafe.Add(ref start, i);
            errors |= Errors(ref block, firstHigh, firstLow, secondHigh);
            least = Vector512.Min(least, Vector512.LoadUnsafe(ref block));
        }
        return errors == Vector512<byte>.Zero && !Vector512.EqualsAny(least, Vector512<byte>.Zero) && !bytes[tail..].Contains((byte)0);
    }

    /// <summary><see cref="IsText"/>, 32 bytes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool IsText256(ReadOnlySpan<byte> bytes)
    {
        Span<byte> ends = stackalloc byte[4 * BlockBytes];
        var tail = FillEnds(bytes, ends);
        var (firstHigh, firstLow, secondHigh) = (Vector256.Create(FirstHigh, FirstHigh), Vector256.Create(FirstLow, FirstLow), Vector256.Create(SecondHigh, SecondHigh));
        var errors = Vector256<byte>.Zero;
        ref var end = ref MemoryMarshal.GetReference(ends);
        foreach (nuint at in (ReadOnlySpan<nuint>)[BlockBytes, BlockBytes + 32, 3 * BlockBytes, (3 * BlockBytes) + 32])
            errors |= Errors(ref Unsafe.Add(ref end, at), firstHigh, firstLow, secondHigh);
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var least = Vector256.Min(Vector256.LoadUnsafe(ref start), Vector256.LoadUnsafe(ref start, 32));
        for (nuint i = BlockBytes; i < (nuint)tail; i += 32)
        {
            ref var block = ref Unsafe.Add(ref start, i);
            errors |= Errors(ref block, firstHigh, firstLow, secondHigh);
            least = Vector256.Min(least, Vector256.LoadUnsafe(ref block));
        }
        return errors == Vector256<byte>.Zero && !Vector256.EqualsAny(least, Vector256<byte>.Zero) && !bytes[tail..].Contains((byte)0);
    }

    /// <summary>
    /// Copies the first block behind zeros, and what is left behind the last whole block, with the bytes before it, in front of some: a block is
    /// looked at together with three bytes before it, and a character that is cut at the end shows by the zero that follows. Returns where the rest begins.
    /// </summary>
    private static int FillEnds(ReadOnlySpan<byte> bytes, Span<byte> ends)
    {
        var tail = bytes.Length & ~(BlockBytes - 1);
        ends.Clear();
        bytes[..BlockBytes].CopyTo(ends[BlockBytes..]);
        bytes[(tail - BlockBytes)..].CopyTo(ends[(2 * BlockBytes)..]);
        return tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Errors(ref byte start, Vector512<byte> firstHigh, Vector512<byte> firstLow, Vector512<byte> secondHigh)
    {
        var half = Vector512.Create((byte)0x0F);
        var first = Vector512.LoadUnsafe(ref Unsafe.Subtract(ref start, 1));
        var second = Vector512.LoadUnsafe(ref start);
        var pairs = Avx512BW.Shuffle(firstHigh, (first.AsUInt16() >> 4).AsByte() & half) & Avx512BW.Shuffle(firstLow, first & half)
            & Avx512BW.Shuffle(secondHigh, (second.AsUInt16() >> 4).AsByte() & half);
        // A third or fourth byte is two continuations in a row, and rightly so.
        var third = Avx512BW.SubtractSaturate(Vector512.LoadUnsafe(ref Unsafe.Subtract(ref start, 2)), Vector512.Create((byte)(0xE0 - 0x80)));
        var fourth = Avx512BW.SubtractSaturate(Vector512.LoadUnsafe(ref Unsafe.Subtract(ref start, 3)), Vector512.Create((byte)(0xF0 - 0x80)));
        return ((third | fourth) & Vector512.Create((byte)0x80)) ^ pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Errors(ref byte start, Vector256<byte> firstHigh, Vector256<byte> firstLow, Vector256<byte> secondHigh)
    {
        var half = Vector256.Create((byte)0x0F);
        var first = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref start, 1));
        var second = Vector256.LoadUnsafe(ref start);
        var pairs = Avx2.Shuffle(firstHigh, (first.AsUInt16() >> 4).AsByte() & half) & Avx2.Shuffle(firstLow, first & half)
            & Avx2.Shuffle(secondHigh, (second.AsUInt16() >> 4).AsByte() & half);
        var third = Avx2.SubtractSaturate(Vector256.LoadUnsafe(ref Unsafe.Subtract(ref start, 2)), Vector256.Create((byte)(0xE0 - 0x80)));
        var fourth = Avx2.SubtractSaturate(Vector256.LoadUnsafe(ref Unsafe.Subtract(ref start, 3)), Vector256.Create((byte)(0xF0 - 0x80)));
        return ((third | fourth) & Vector256.Create((byte)0x80)) ^ pairs;
    }
}
