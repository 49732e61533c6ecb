using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Profiling;

/// <summary>
/// What a text is known by: 64 bits, as good as random. Two different texts of a column with the same hash would be counted as one, which
/// among a million values happens once in some ten million columns. XXH3, and for up to 16 bytes, where the call would be most of its
/// cost, the folded multiplications of Wang Yi's wyhash (version 4, which has the constants).
/// </summary>
internal static class TextHash
{
    private const ulong Secret0 = 0x2D358DCCAA6C78A5;
    private const ulong Secret1 = 0x8BB84B93962EACC9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        if (text.Length > 2 * sizeof(ulong))
            return XxHash3.HashToUInt64(text);
        // Both ends, which overlap where there is nothing between them: with the length they are the whole text.
        var (first, last) = (0UL, 0UL);
        if (text.Length >= sizeof(ulong))
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(text);
            last = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }
        else if (text.Length >= sizeof(uint))
        {
            first = BinaryPrimitives.ReadUInt32LittleEndian(text);
            last = BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]);
        }
        else if (text.Length > 0)
        {
            first = ((ulong)text[0] << 16) | ((ulong)text[text.Length >> 1] << 8) | text[^1];
        }
        var high = Math.BigMul(first ^ Secret0, last ^ Secret1, out var low);
        high = Math.BigMul(low ^ Secret0 ^ (ulong)text.Length, high ^ Secret1, out low);
        return high ^ low;
    }
}
