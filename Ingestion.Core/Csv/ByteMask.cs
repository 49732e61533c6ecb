using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ingestion.Core.Csv;

/// <summary>Masks with one bit for each of 64 bytes, the first byte's lowest.</summary>
internal static class ByteMask
{
    /// <summary>The bytes from <paramref name="start"/> that equal <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ref byte start, byte value)
    {
        if (Vector512.IsHardwareAccelerated)
            return Vector512.Equals(Vector512.LoadUnsafe(ref start), Vector512.Create(value)).ExtractMostSignificantBits();
        if (Vector256.IsHardwareAccelerated)
        {
            var wanted = Vector256.Create(value);
            ulong low = Vector256.Equals(Vector256.LoadUnsafe(ref start), wanted).ExtractMostSignificantBits();
            ulong high = Vector256.Equals(Vector256.LoadUnsafe(ref start, 32), wanted).ExtractMostSignificantBits();
            return low | (high << 32);
        }
        var mask = 0UL;
        var block = MemoryMarshal.CreateReadOnlySpan(ref start, 64);
        for (var i = 0; i < 64; i++)
            mask |= block[i] == value ? 1UL << i : 0;
        return mask;
    }

    /// <summary>
    /// For each bit whether an odd number of bits are set up to and with it: the bytes from an opening quote up to, and without, its
    /// closing one. Langdale and Lemire, "Parsing Gigabytes of JSON per Second" (VLDB Journal 2019, section 3.1.1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PrefixXor(ulong bits) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar()
        : PrefixXorScalar(bits);

    /// <summary>The scalar twin of <see cref="PrefixXor"/>.</summary>
    public static ulong PrefixXorScalar(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
