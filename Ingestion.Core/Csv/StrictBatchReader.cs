using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Csv;

/// <summary>
/// Reads a byte range that starts and ends at record borders and keeps RFC 4180's quoting rules, which the boundary scan has made sure
/// of. It finds borders 64 bytes at a time as that scan does, and copies no field: see <see cref="RecordBytes"/>.
/// </summary>
internal sealed class StrictBatchReader(RecordBytes bytes, CsvDialect dialect, bool skipEmptyLines) : IBatchReader
{
    private const int BlockBytes = 64;
    private readonly byte _delimiter = dialect.Delimiter;
    private readonly int _quote = dialect.Quote ?? -1;
    // Where the block after the one in hand starts, the borders left in that one, and whether it ended inside quotes.
    private int _next;
    private ulong _borders;
    private ulong _inQuotes;
    private int _recordStart;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(RecordBatch batch)
    {
        batch.Clear();
        var end = bytes.SourceLength;
        while (batch.Count < batch.Capacity && _recordStart < end)
            ReadRecord(batch, end);
        return batch.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRecord(RecordBatch batch, int end)
    {
        var fields = batch.NextFields();
        // It may be replaced while a value is appended; the source's bytes stay where they are in the old one too.
        var source = bytes.Array;
        var start = _recordStart;
        var count = 0;
        while (true)
        {
            var border = NextBorder(end);
            if (count < fields.Length)
                fields[count] = start < border && source[start] == _quote ? Unquote(start, border) : new FieldRange(start, border - start);
            count++;
            if (border == end || source[border] != _delimiter)
            {
                EndRecord(batch, border, count, end);
                return;
            }
            start = border + 1;
        }
    }

    private void EndRecord(RecordBatch batch, int border, int fieldCount, int end)
    {
        var start = _recordStart;
        _recordStart = border + 1;
        if (border + 1 < end && bytes.Array[border] == '\r' && bytes.Array[border + 1] == '\n')
        {
            // The LF is a border of its own; nothing is between the two.
            NextBorder(end);
            _recordStart = border + 2;
        }
        if (border > start || !skipEmptyLines)
            batch.Add(new Record(start, border - start, fieldCount, IsMalformed: false));
    }

    /// <summary>The next delimiter or line break outside quotes; the end where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextBorder(int end)
    {
        while (_borders == 0)
        {
            if (_next >= end)
                return end;
            _borders = Scan(_next, end);
            _next += BlockBytes;
        }
        var border = _next - BlockBytes + BitOperations.TrailingZeroCount(_borders);
        _borders &= _borders - 1;
        return border;
    }

    private ulong Scan(int offset, int end)
    {
        if (end - offset >= BlockBytes)
            return Borders(ref MemoryMarshal.GetReference(bytes.Array.AsSpan(offset, BlockBytes)));
        Span<byte> last = stackalloc byte[BlockBytes];
        last.Clear();
        bytes.Array.AsSpan(offset, end - offset).CopyTo(last);
        // What was added is neither a border nor a quote, unless somebody delimits by NUL.
        return Borders(ref MemoryMarshal.GetReference(last)) & ((1UL << (end - offset)) - 1);
    }

    private ulong Borders(ref byte start)
    {
        var borders = ByteMask.Of(ref start, _delimiter) | ByteMask.Of(ref start, (byte)'\n') | ByteMask.Of(ref start, (byte)'\r');
        if (_quote < 0)
            return borders;
        var inside = ByteMask.PrefixXor(ByteMask.Of(ref start, (byte)_quote)) ^ _inQuotes;
        _inQuotes = 0UL - (inside >> 63);
        return borders & ~inside;
    }

    private FieldRange Unquote(int start, int border)
    {
        var content = new FieldRange(start + 1, border - start - 2);
        return bytes[content].Contains((byte)_quote) ? bytes.AppendUnquoted(content, (byte)_quote) : content;
    }
}
