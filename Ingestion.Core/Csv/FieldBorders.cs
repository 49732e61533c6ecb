using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Csv;

/// <summary>
/// Where fields end, a window of a few KB after the other: the delimiters and line breaks outside quotes. A border's bit is found 64 bytes
/// at a time and all positions of a block are written in one go, as simdjson does it (Langdale and Lemire, "Parsing Gigabytes of JSON per
/// Second", VLDB Journal 2019, section 3.2), so that whoever makes fields of them has no bits to look at.
/// </summary>
/// <param name="bytes">What is looked through: the source's bytes.</param>
/// <param name="dialect">What ends a field.</param>
internal sealed class FieldBorders(RecordBytes bytes, CsvDialect dialect) : IDisposable
{
    private const int BlockBytes = 64;
    private const int WindowBytes = 64 * BlockBytes;

    // A whole block's positions are written at once, those behind the last one for nothing.
    private const int ListLength = WindowBytes + BlockBytes;
    private readonly byte _delimiter = dialect.Delimiter;
    private readonly int _quote = dialect.Quote ?? -1;
    private readonly int[] _positions = ArrayPool<int>.Shared.Rent(ListLength);
    private readonly int[] _breaks = ArrayPool<int>.Shared.Rent(ListLength);
    private readonly int[] _quoted = ArrayPool<int>.Shared.Rent(ListLength);
    private int _count;
    private int _breakCount;
    private int _quotedCount;
    private int _next;
    private Before _before;
    private bool _isOver;

    /// <summary>The window's borders, in bytes from the source's beginning. Of CR LF only the CR is one; the source's end is the last.</summary>
    public ReadOnlySpan<int> Positions => _positions.AsSpan(0, _count);

    /// <summary>Which of the <see cref="Positions"/> end a record.</summary>
    public ReadOnlySpan<int> Breaks => _breaks.AsSpan(0, _breakCount);

    /// <summary>Which of the <see cref="Positions"/> follow a quote: the field before is quoted.</summary>
    public ReadOnlySpan<int> Quoted => _quoted.AsSpan(0, _quotedCount);

    /// <summary>Goes on to the next window; false where there is none.</summary>
    public bool MoveNext()
    {
        var end = bytes.SourceLength;
        _count = _breakCount = _quotedCount = 0;
        if (_isOver)
            return false;
        Scan((int)Math.Min((long)_next + WindowBytes, end & ~(BlockBytes - 1)));
        if (_next + BlockBytes > end && _count <= WindowBytes - BlockBytes)
            ScanEnd(end);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_positions);
        ArrayPool<int>.Shared.Return(_breaks);
        ArrayPool<int>.Shared.Return(_quoted);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(int windowEnd)
    {
        // Fields would be read and written again for every block.
        var (next, before, delimiter, quote) = (_next, _before, _delimiter, _quote);
        var (count, breakCount, quotedCount) = (0, 0, 0);
        ref var source = ref MemoryMarshal.GetArrayDataReference(bytes.Array);
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref var breaks = ref MemoryMarshal.GetArrayDataReference(_breaks);
        ref var quoted = ref MemoryMarshal.GetArrayDataReference(_quoted);
        for (; next < windowEnd; next += BlockBytes)
        {
            var borders = BordersOf(ref Unsafe.Add(ref source, next), delimiter, quote, ref before, out var ends, out var closed);
            breakCount += AddOrdinals(ref Unsafe.Add(ref breaks, breakCount), ends & borders, borders, count);
            quotedCount += AddOrdinals(ref Unsafe.Add(ref quoted, quotedCount), closed & borders, borders, count);
            count += AddPositions(ref Unsafe.Add(ref positions, count), borders, next);
        }
        (_next, _before, _count, _breakCount, _quotedCount) = (next, before, count, breakCount, quotedCount);
    }

    /// <summary>Scans what is left of a block at the source's end, which is a border too.</summary>
    private void ScanEnd(int end)
    {
        var length = end - _next;
        Span<byte> last = stackalloc byte[BlockBytes];
        last.Clear();
        bytes.Array.AsSpan(_next, length).CopyTo(last);
        // What was added is neither a border nor a quote, unless somebody delimits by NUL.
        var borders = BordersOf(ref MemoryMarshal.GetReference(last), _delimiter, _quote, ref _before, out var ends, out var closed) & ((1UL << length) - 1);
        _breakCount += AddOrdinals(ref _breaks[_breakCount], ends & borders, borders, _count);
        _quotedCount += AddOrdinals(ref _quoted[_quotedCount], closed & borders, borders, _count);
        _count += AddPositions(ref _positions[_count], borders, _next);
        _next = end;
        _isOver = true;
        if (end > 0 && bytes.Array[end - 1] == _quote)
            _quoted[_quotedCount++] = _count;
        _breaks[_breakCount++] = _count;
        _positions[_count++] = end;
    }

    /// <summary>A block's borders; those among <paramref name="ends"/> end records, those among <paramref name="closed"/> follow a quote.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BordersOf(ref byte start, byte delimiter, int quote, ref Before before, out ulong ends, out ulong closed)
    {
        var cr = ByteMask.Of(ref start, (byte)'\r');
        ends = cr | (ByteMask.Of(ref start, (byte)'\n') & ~((cr << 1) | before.Cr));
        closed = 0;
        before.Cr = cr >> 63;
        var borders = ends | ByteMask.Of(ref start, delimiter);
        if (quote < 0)
            return borders;
        var quotes = ByteMask.Of(ref start, (byte)quote);
        var inside = ByteMask.PrefixXor(quotes) ^ before.Inside;
        closed = (quotes << 1) | before.Quote;
        before.Inside = 0UL - (inside >> 63);
        before.Quote = quotes >> 63;
        return borders & ~inside;
    }

    /// <summary>Writes where the borders are. Most blocks have no more than eight: written without asking, they cost less than a wrong guess.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddPositions(ref int to, ulong borders, int offset)
    {
        var count = BitOperations.PopCount(borders);
        for (var i = 0; ; i += 8)
        {
            ref var eight = ref Unsafe.Add(ref to, i);
            eight = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 1) = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 2) = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 3) = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 4) = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 5) = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 6) = TakeFirst(ref borders, offset);
            Unsafe.Add(ref eight, 7) = TakeFirst(ref borders, offset);
            if (i + 8 >= count)
                return count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeFirst(ref ulong borders, int offset)
    {
        var first = offset + BitOperations.TrailingZeroCount(borders);
        borders &= borders - 1;
        return first;
    }

    /// <summary>Writes the number of each marked one among the borders, which are counted from <paramref name="first"/>. A block mostly has one at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddOrdinals(ref int to, ulong marked, ulong borders, int first)
    {
        var count = BitOperations.PopCount(marked);
        for (var i = 0; ; i++)
        {
            Unsafe.Add(ref to, i) = first + BitOperations.PopCount(borders & ((marked & (0UL - marked)) - 1));
            marked &= marked - 1;
            if (i + 1 >= count)
                return count;
        }
    }

    /// <summary>What the byte before a block was, as the block's lowest bit; all bits of <see cref="Inside"/> say whether it was inside quotes.</summary>
    private struct Before
    {
        public ulong Inside;
        public ulong Quote;
        public ulong Cr;
    }
}
