using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Csv;

/// <summary>
/// One fast pass over a CSV source that knows, for every byte, whether it is inside quotes. It finds true record starts,
/// counts lines and tells whether the quoting rules hold.
/// Quote parity is a prefix XOR: see <see cref="ByteMask.PrefixXor"/>. A quote opens only at the start of a field or doubles a closing one; it closes only before a
/// delimiter, a line break, its double or the end (RFC 4180, section 2).
/// </summary>
internal struct CsvBoundaryScan(CsvDialect dialect)
{
    // What the byte before the next block was; a source starts like a field does.
    private ulong _inQuotes;
    private ulong _afterBorder = 1;
    private ulong _afterClosing;
    private ulong _afterCr;
    private ulong _afterOpenCr;

    /// <summary>A scan that goes on in the middle of a source.</summary>
    /// <param name="dialect">The source's dialect.</param>
    /// <param name="inQuotes">Whether what is before ends inside quotes.</param>
    /// <param name="previous">The byte before.</param>
    /// <param name="lines">The line breaks before.</param>
    public CsvBoundaryScan(CsvDialect dialect, bool inQuotes, byte previous, long lines = 0) : this(dialect)
    {
        _inQuotes = inQuotes ? ulong.MaxValue : 0;
        _afterBorder = !inQuotes && (previous is (byte)'\n' or (byte)'\r' || previous == dialect.Delimiter) ? 1UL : 0;
        _afterClosing = !inQuotes && previous == dialect.Quote ? 1UL : 0;
        _afterCr = previous == '\r' ? 1UL : 0;
        _afterOpenCr = inQuotes ? 0 : _afterCr;
        Lines = lines;
    }

    /// <summary>Bytes scanned so far.</summary>
    public long Position { get; private set; }

    /// <summary>Line breaks so far: LF, CR and CR LF each count once.</summary>
    public long Lines { get; private set; }

    /// <summary>Whether a quote stood where none may. What <see cref="EndsInQuotes"/> tells is known at the end only.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether the scan stands inside a quoted field.</summary>
    public readonly bool EndsInQuotes => _inQuotes != 0;

    /// <summary>Whether the block scanned last began with a record, because the CR before it turned out to stand alone.</summary>
    public bool StartsRecord { get; private set; }

    /// <summary>
    /// Scans the next 64 bytes. Returns a bit for every byte that ends a record; a CR that is the last byte of a block is left
    /// out, because the LF that may follow is not in sight: see <see cref="StartsRecord"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Scan64(ref byte start)
    {
        var lf = ByteMask.Of(ref start, (byte)'\n');
        var cr = ByteMask.Of(ref start, (byte)'\r');
        var delimiter = ByteMask.Of(ref start, dialect.Delimiter);
        var quotes = dialect.Quote is { } quote ? ByteMask.Of(ref start, quote) : 0;
        return Advance(quotes, delimiter, lf, cr, 64);
    }

    /// <summary>Scans up to 64 bytes one by one: the scalar twin of <see cref="Scan64"/>, also used for a last short block.</summary>
    public ulong ScanScalar(ReadOnlySpan<byte> block)
    {
        ulong quotes = 0, delimiter = 0, lf = 0, cr = 0;
        for (var i = 0; i < block.Length; i++)
        {
            var bit = 1UL << i;
            if (block[i] == '\n')
                lf |= bit;
            else if (block[i] == '\r')
                cr |= bit;
            else if (block[i] == dialect.Delimiter)
                delimiter |= bit;
            else if (block[i] == dialect.Quote)
                quotes |= bit;
        }
        return Advance(quotes, delimiter, lf, cr, block.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Advance(ulong quotes, ulong delimiter, ulong lf, ulong cr, int length)
    {
        // A byte's bit is set from an opening quote up to, and without, its closing one.
        var inside = ByteMask.PrefixXor(quotes) ^ _inQuotes;
        var opening = quotes & inside;
        var closing = quotes & ~inside;
        var border = (delimiter | lf | cr) & ~inside;
        var mayOpen = (border << 1) | _afterBorder | (closing << 1) | _afterClosing;
        var misplaced = (opening & ~mayOpen) | (((closing << 1) | _afterClosing) & ~(border | quotes) & LowBits(length));
        IsMalformed |= misplaced != 0;

        Lines += BitOperations.PopCount(cr) + BitOperations.PopCount(lf & ~((cr << 1) | _afterCr));
        Position += length;

        var last = length - 1;
        _inQuotes = 0UL - ((inside >> last) & 1);
        _afterBorder = (border >> last) & 1;
        _afterClosing = (closing >> last) & 1;
        _afterCr = (cr >> last) & 1;
        StartsRecord = (_afterOpenCr & ~lf) != 0;
        _afterOpenCr = _afterCr & ~_inQuotes;
        return (lf | (cr & ~(lf >> 1) & ~(1UL << last))) & ~inside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LowBits(int count) => count == 64 ? ulong.MaxValue : (1UL << count) - 1;
}
