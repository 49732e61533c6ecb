using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Csv;

/// <summary>
/// Reads a byte range that starts and ends at record borders and keeps RFC 4180's quoting rules, which the boundary scan has made sure
/// of. It makes fields of <see cref="FieldBorders"/>, and copies none: see <see cref="RecordBytes"/>.
/// </summary>
internal sealed class StrictBatchReader(RecordBytes bytes, CsvDialect dialect, bool skipEmptyLines) : IBatchReader
{
    private readonly FieldBorders _borders = new(bytes, dialect);
    private readonly byte _quote = dialect.Quote ?? 0;
    // What is next in the window of borders in hand, in each of its lists.
    private int _border;
    private int _break;
    private int _quoted;
    private int _recordStart;

    /// <inheritdoc/>
    public bool Read(RecordBatch batch)
    {
        batch.Clear();
        var end = bytes.SourceLength;
        while (batch.Count < batch.Capacity && _recordStart < end)
        {
            ReadRegular(batch, end);
            if (batch.Count < batch.Capacity && _recordStart < end)
                ReadRecord(batch, end);
        }
        return batch.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _borders.Dispose();

    /// <summary>Reads records for as long as they end in the window and have as many fields as the source has columns: nearly all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRegular(RecordBatch batch, int end)
    {
        var positions = _borders.Positions;
        var breaks = _borders.Breaks;
        var quoted = _borders.Quoted;
        var source = bytes.Array.AsSpan(0, end);
        var (border, recordStart, row) = (_border, _recordStart, batch.Count);
        for (; row < batch.Capacity && _break < breaks.Length && recordStart < end; _break++)
        {
            var fields = batch.RecordAt(row, out var columns);
            var ends = positions[border..(breaks[_break] + 1)];
            if (ends.Length != columns)
                break;
            SetFields(fields, ends, recordStart);
            if (columns < fields.Length)
                fields[columns..].Clear();
            for (; _quoted < quoted.Length && quoted[_quoted] <= breaks[_break]; _quoted++)
                Unquote(ref fields[quoted[_quoted] - border]);
            border += ends.Length;
            var last = ends[^1];
            if (last > recordStart || !skipEmptyLines)
                batch.Records[row++] = new Record(recordStart, last - recordStart, columns, IsMalformed: false);
            recordStart = last + 1;
            if (last < end && source[last] == '\r' && recordStart < end && source[recordStart] == '\n')
                recordStart++;
        }
        (_border, _recordStart, batch.Count) = (border, recordStart, row);
    }

    /// <summary>Reads a record whatever it looks like.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRecord(RecordBatch batch, int end)
    {
        var fields = batch.RecordAt(batch.Count, out var columns);
        var count = 0;
        var fieldStart = _recordStart;
        bool isWhole;
        do
        {
            if (_border == _borders.Positions.Length)
                MoveWindow();
            isWhole = _break < _borders.Breaks.Length;
            var borders = _borders.Positions[_border..(isWhole ? _borders.Breaks[_break] + 1 : _borders.Positions.Length)];
            var first = _border;
            _border += borders.Length;
            if (borders.IsEmpty)
                continue;
            if (count < columns)
                SetFields(fields[count..columns], borders, fieldStart);
            fieldStart = borders[^1] + 1;
            for (; _quoted < _borders.Quoted.Length && _borders.Quoted[_quoted] < _border; _quoted++)
            {
                if (count + _borders.Quoted[_quoted] - first is var column && column < columns)
                    Unquote(ref fields[column]);
            }
            count += borders.Length;
        }
        while (!isWhole);
        _break++;
        if (count < fields.Length)
            fields[count..].Clear();
        EndRecord(batch, fieldStart - 1, count, end);
    }

    private void MoveWindow()
    {
        _borders.MoveNext();
        _border = _break = _quoted = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetFields(Span<FieldRange> fields, ReadOnlySpan<int> borders, int start)
    {
        ref var field = ref MemoryMarshal.GetReference(fields);
        ref var border = ref MemoryMarshal.GetReference(borders);
        var count = Math.Min(fields.Length, borders.Length);
        for (var i = 0; i < count; i++)
        {
            var at = Unsafe.Add(ref border, i);
            Unsafe.Add(ref field, i) = new FieldRange(start, at - start);
            start = at + 1;
        }
    }

    private void EndRecord(RecordBatch batch, int border, int fieldCount, int end)
    {
        var start = _recordStart;
        var isCrLf = border + 1 < end && bytes.Array[border] == '\r' && bytes.Array[border + 1] == '\n';
        _recordStart = border + (isCrLf ? 2 : 1);
        if (border > start || !skipEmptyLines)
            batch.Add(new Record(start, border - start, fieldCount, IsMalformed: false));
    }

    private void Unquote(ref FieldRange field)
    {
        var content = new FieldRange(field.Start + 1, field.Length - 2);
        field = bytes[content].Contains(_quote) ? bytes.AppendUnquoted(content, _quote) : content;
    }
}
