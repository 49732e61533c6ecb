using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ingestion.Core.Records;

/// <summary>
/// A text in a vector. One of at most 32 bytes is all in it: equal digests are equal texts, without a look at the bytes and without a branch
/// on the length, which of short texts is guessed wrong as often as not. Of a longer one it holds a hash.
/// </summary>
/// <param name="Bytes">The text, and zeros behind it.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct TextDigest(Vector256<byte> Bytes, int Length)
{
    private const int MostWhole = 32;
    private const int WordHalf = 32;
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;
    private const ulong Third = 0x8EBC6AF09C88C6E3;
    private const ulong Fourth = 0x589965CC75374CC3;
    private const ulong Fifth = 0x1D8E4E27C47D124F;

    // Read from 32 - n on, the first n bytes are set.
    private static ReadOnlySpan<byte> Masks =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Whether nothing of the text is missing.</summary>
    public bool IsWhole => Length <= MostWhole;

    /// <summary>
    /// A hash whose highest bits are the best: multiply-shift for vectors (Dietzfelbinger, "Universal hashing and k-wise independent random variables via
    /// integer arithmetic without primes", STACS 1996). Its multiplications do not wait for each other.
    /// </summary>
    public ulong Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // A word's highest bits would reach the hash's highest alone.
            var words = Bytes.AsUInt64();
            words ^= words >>> WordHalf;
            return (words.GetElement(0) * First) + (words.GetElement(1) * Second) + (words.GetElement(2) * Third) + (words.GetElement(3) * Fourth) + ((ulong)Length * Fifth);
        }
    }

    /// <summary>Whether two digests are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSame(in TextDigest one, in TextDigest other) => one.Length == other.Length && one.Bytes == other.Bytes;

    /// <summary>The digest of a range of bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextDigest Of(ReadOnlySpan<byte> bytes, FieldRange value)
    {
        if (value.Length > MostWhole || value.Start > bytes.Length - MostWhole)
            return OfFew(bytes.Slice(value.Start, value.Length));
        var text = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)value.Start);
        return new TextDigest(text & Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Masks), (nuint)(MostWhole - value.Length)), value.Length);
    }

    /// <summary>A long text, or one at the very end of the bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TextDigest OfFew(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostWhole)
            return new TextDigest(Vector256.CreateScalar(XxHash3.HashToUInt64(text)).AsByte(), text.Length);
        Span<byte> padded = stackalloc byte[MostWhole];
        padded.Clear();
        text.CopyTo(padded);
        return new TextDigest(Vector256.Create<byte>(padded), text.Length);
    }
}
