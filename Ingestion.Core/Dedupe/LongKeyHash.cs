using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// The hash of a key that is one 64-bit value: the XxHash128 of its twelve bytes as <see cref="Columns.KeyBytes"/> writes them, without
/// writing them. After XXH3_len_9to16_128b of xxHash (https://github.com/Cyan4973/xxHash, xxhash.h).
/// </summary>
internal static class LongKeyHash
{
    private const ulong ValueBytes = sizeof(long);
    private const ulong KeyBytes = sizeof(int) + ValueBytes;
    private const uint Prime32 = 0x85EBCA77;
    private const ulong FirstPrime64 = 0x9E3779B185EBCA87;
    private const ulong SecondPrime64 = 0xC2B2AE3D27D4EB4F;

    // Words 4 to 7 of XXH3's secret.
    private const ulong LowFlip = 0x78E5C0CC4EE679CB ^ 0x2172FFCC7DD05A82;
    private const ulong HighFlip = 0x8E2443F7744608B8 ^ 0x4C263A81E69035E0;

    /// <summary>The hash of a key of this value alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UInt128 Of(long value)
    {
        // The key's first eight bytes and its last eight, which overlap.
        var first = ValueBytes | ((ulong)value << 32);
        var last = (ulong)value;

        var high = Math.BigMul(first ^ last ^ LowFlip, FirstPrime64, out var low);
        low += (KeyBytes - 1) << 54;
        last ^= HighFlip;
        high += last + ((ulong)(uint)last * (Prime32 - 1));
        low ^= BinaryPrimitives.ReverseEndianness(high);

        var mixedHigh = Math.BigMul(low, SecondPrime64, out var mixedLow) + (high * SecondPrime64);
        return new UInt128(Avalanche(mixedHigh), Avalanche(mixedLow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong hash)
    {
        hash ^= hash >> 37;
        hash *= 0x165667919E3779F9;
        return hash ^ (hash >> 32);
    }
}
