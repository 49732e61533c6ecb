using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// A text in three words. One of at most 16 bytes is all in them: equal digests are equal texts, without a look at the bytes. Of a longer
/// one <paramref name="Head"/> stands for all but the last eight bytes.
/// </summary>
/// <param name="Head">The first bytes.</param>
/// <param name="Tail">The last bytes; those of a text of less than 16 are in both.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct TextDigest(ulong Head, ulong Tail, int Length)
{
    private const int MostWhole = 2 * sizeof(ulong);
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;

    /// <summary>Whether nothing of the text is missing.</summary>
    public bool IsWhole => Length <= MostWhole;

    /// <summary>A hash whose bits are all equally good: a multiplication to 128 bits whose halves are folded, after Wang Yi, "wyhash".</summary>
    public ulong Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fold(Head ^ First, Tail ^ Second ^ (ulong)Length);
    }

    /// <summary>The digest of a range of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextDigest Of(ReadOnlySpan<byte> bytes, FieldRange value)
    {
        var text = bytes.Slice(value.Start, value.Length);
        ref var start = ref MemoryMarshal.GetReference(text);
        if (text.Length >= sizeof(ulong))
        {
            var head = Unsafe.ReadUnaligned<ulong>(ref start);
            for (var at = sizeof(ulong); at < text.Length - sizeof(ulong); at += sizeof(ulong))
                head = Fold(head ^ First, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at)) ^ Second);
            return new TextDigest(head, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, text.Length - sizeof(ulong))), text.Length);
        }
        if (text.Length >= sizeof(uint))
            return new TextDigest(Unsafe.ReadUnaligned<uint>(ref start), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, text.Length - sizeof(uint))), text.Length);
        var all = 0UL;
        foreach (var part in text)
            all = (all << 8) | part;
        return new TextDigest(all, 0, text.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low;
    }
}
