using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// A blocked Bloom filter (Putze, Sanders and Singler, "Cache-, hash- and space-efficient Bloom filters", 2007):
/// 16 bits a key, 7 of them set in one block of 512, which the key's highest bits choose. About one absent key in 500 passes.
/// Keys that come in ascending order fill it block after block.
/// </summary>
internal sealed unsafe class KeyFilter : IDisposable
{
    private const int BitsPerKey = 16;
    private const int BlockBytes = 64;
    private const int BlockWords = BlockBytes / sizeof(ulong);

    private readonly ulong _blockCount;
    private ulong* _words;

    public KeyFilter(long keyCount)
    {
        _blockCount = (ulong)Math.Max(1, (keyCount * BitsPerKey / 8 / BlockBytes) + 1);
        _words = (ulong*)NativeMemory.AlignedAlloc((nuint)MemoryBytes, BlockBytes);
        NativeMemory.Clear(_words, (nuint)MemoryBytes);
    }

    public long MemoryBytes => (long)_blockCount * BlockBytes;

    public void Add(UInt128 key)
    {
        var block = BlockOf(key);
        var bits = (ulong)key;
        for (var i = 0; i < 7; i++, bits >>= 9)
            block[(bits >> 6) & 7] |= 1UL << (int)bits;
    }

    /// <summary>False only when the key was never added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayContain(UInt128 key)
    {
        // Without branches: half the bits are set, so a branch a bit would be guessed wrong for every other key.
        var block = BlockOf(key);
        var bits = (ulong)key;
        var all = Bit(block, bits) & Bit(block, bits >> 9) & Bit(block, bits >> 18) & Bit(block, bits >> 27)
            & Bit(block, bits >> 36) & Bit(block, bits >> 45) & Bit(block, bits >> 54);
        return (all & 1) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(UInt128 key)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(BlockOf(key));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit(ulong* block, ulong bits) => block[(bits >> 6) & 7] >> (int)bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* BlockOf(UInt128 key) => _words + (BlockWords * Math.BigMul((ulong)(key >> 64), _blockCount, out _));

    public void Dispose()
    {
        NativeMemory.AlignedFree(_words);
        _words = null;
    }
}
