using CsvHelper;

namespace Ingestion.Core.Csv;

/// <summary>
/// Reads the records of a byte range that starts and ends at record borders and may break RFC 4180's quoting rules: a stray
/// quote inside an unquoted field is text, and a record whose quoting is broken is malformed — of one that runs over
/// several lines only the first line is, and reading goes on with the next, so that one bad quote cannot swallow
/// the rest of a file. Where the rules are kept it finds what <see cref="StrictBatchReader"/> does.
/// </summary>
internal sealed class CsvRecordReader : IDisposable
{
    // A reader looks a whole buffer ahead: where every other line is broken, restarts must not look far.
    private const int RestartBufferBytes = 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly CsvReaderOptions _options;
    private readonly CsvReaderOptions _optionsOfRestart;
    private readonly int _maxRecordBytes;
    private readonly bool _hasQuotes;
    private CsvReader _csv;
    private int _base;
    private CsvMalformedReason? _reason;
    private int _firstLineLength;

    /// <param name="bytes">The range, at most 2 GiB.</param>
    /// <param name="dialect">How it is delimited.</param>
    /// <param name="skipEmptyLines">False where an empty line is a row: in a source of one column.</param>
    /// <param name="maxRecordBytes">Quotes that hold more than this were not meant to.</param>
    public CsvRecordReader(ReadOnlyMemory<byte> bytes, CsvDialect dialect, bool skipEmptyLines, int maxRecordBytes = int.MaxValue)
    {
        _bytes = bytes;
        _maxRecordBytes = maxRecordBytes;
        _hasQuotes = dialect.Quote is not null;
        _options = dialect.ReaderOptions(skipEmptyLines);
        if (_hasQuotes)
            _options = _options with { OnMalformedRecord = record => _reason ??= record.Reason };
        _optionsOfRestart = _options with { BufferSize = RestartBufferBytes };
        _csv = Open(0);
    }

    /// <summary>Whether the current record's quoting is broken; its fields mean nothing then.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Where the current record starts in the range.</summary>
    public int Offset => _base + (int)_csv.ByteOffset;

    /// <summary>The current record's bytes, without the line break.</summary>
    public ReadOnlySpan<byte> RawRecord => IsMalformed ? _csv.RawRecord[.._firstLineLength] : _csv.RawRecord;

    /// <summary>Whether the current record reaches the end of the range, so that in a longer range it might go on.</summary>
    public bool TouchesEnd => Offset + _csv.RawRecord.Length >= _bytes.Length;

    /// <summary>The number of fields of the current record.</summary>
    public int FieldCount => _csv.FieldCount;

    /// <summary>A field's value, unquoted; valid until the next read.</summary>
    public ReadOnlySpan<byte> GetSpan(int index) => _csv.GetSpan(index);

    /// <summary>Moves to the next record; false at the end.</summary>
    public bool Read()
    {
        if (!_hasQuotes)
            return _csv.Read();

        if (IsMalformed && _firstLineLength < _csv.RawRecord.Length)
        {
            var next = LineBreaks.NextLine(_bytes.Span, Offset);
            _csv.Dispose();
            _csv = Open(next);
        }
        _reason = null;
        IsMalformed = false;
        if (!_csv.Read())
            return false;
        var isLong = _csv.RawRecord.Length > _maxRecordBytes;
        if (isLong || (_reason is not null && BreaksQuoting(_csv.RawRecord)))
        {
            var lineEnd = _csv.RawRecord.IndexOfAny((byte)'\r', (byte)'\n');
            _firstLineLength = lineEnd < 0 ? _csv.RawRecord.Length : lineEnd;
            // One long line is no matter of quoting.
            IsMalformed = !isLong || lineEnd >= 0;
        }
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    /// <summary>
    /// Opens a reader at the start of a line. It takes a byte order mark at its own start away, which in the middle of a source is text:
    /// so it begins with the line break before, and the empty line that this makes is passed over.
    /// </summary>
    private CsvReader Open(int start)
    {
        if (start == 0 && !StartsWithMark(_bytes.Span))
            return CsvReader.Create(_bytes, _options);
        _base = start - 1;
        var csv = start == 0
            ? CsvReader.Create((byte[])[(byte)'\n', .. _bytes.Span], _options)
            : CsvReader.Create(_bytes[_base..], _optionsOfRestart);
        if (!_options.SkipEmptyLines)
            csv.Read();
        return csv;
    }

    /// <summary>
    /// Whether a quoted field of the record is not closed or goes on after its closing quote. The reason that was reported does not
    /// tell: it is the first of several, and a stray quote may stand before them.
    /// </summary>
    private bool BreaksQuoting(ReadOnlySpan<byte> record)
    {
        var quote = (byte)_options.Quote;
        var delimiter = (byte)_options.Separator!.Value;
        while (true)
        {
            if (!record.IsEmpty && record[0] == quote)
            {
                var end = 1;
                for (; ; end += 2)
                {
                    var next = record[end..].IndexOf(quote);
                    if (next < 0)
                        return true;
                    end += next;
                    if (end + 1 == record.Length || record[end + 1] != quote)
                        break;
                }
                record = record[(end + 1)..];
                if (!record.IsEmpty && record[0] != delimiter)
                    return true;
            }
            var border = record.IndexOf(delimiter);
            if (border < 0)
                return false;
            record = record[(border + 1)..];
        }
    }

    private static bool StartsWithMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("\uFEFF"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]);
}
