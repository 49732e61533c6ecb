using CsvHelper;

namespace Ingestion.Core.Csv;

/// <summary>
/// Reads the records of a byte range that starts and ends at record borders.
/// A strict reader is for bytes that keep RFC 4180's quoting rules. A tolerant one is for those that break them: a stray
/// quote inside an unquoted field is text, and a record whose quoting is broken is malformed — of one that runs over
/// several lines only the first line is, and reading goes on with the next, so that one bad quote cannot swallow
/// the rest of a file.
/// </summary>
internal sealed class CsvRecordReader : IDisposable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly CsvReaderOptions _options;
    private readonly bool _tolerant;
    private readonly int _maxRecordBytes;
    private CsvReader _csv;
    private int _base;
    private CsvMalformedReason? _reason;
    private int _firstLineLength;

    /// <param name="bytes">The range, at most 2 GiB.</param>
    /// <param name="dialect">How it is delimited.</param>
    /// <param name="tolerant">Whether the bytes may break the quoting rules.</param>
    /// <param name="skipEmptyLines">False where an empty line is a row: in a source of one column.</param>
    /// <param name="maxRecordBytes">For a tolerant reader: quotes that hold more than this were not meant to.</param>
    public CsvRecordReader(ReadOnlyMemory<byte> bytes, CsvDialect dialect, bool tolerant, bool skipEmptyLines, int maxRecordBytes = int.MaxValue)
    {
        _bytes = bytes;
        _maxRecordBytes = maxRecordBytes;
        _tolerant = tolerant && dialect.Quote is not null;
        _options = dialect.ReaderOptions(skipEmptyLines);
        if (_tolerant)
            _options = _options with { OnMalformedRecord = record => _reason ??= record.Reason };
        _csv = CsvReader.Create(bytes, _options);
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
        if (!_tolerant)
            return _csv.Read();

        if (IsMalformed && _firstLineLength < _csv.RawRecord.Length)
            RestartAt(LineBreaks.NextLine(_bytes.Span, Offset));
        _reason = null;
        IsMalformed = false;
        if (!_csv.Read())
            return false;
        var isLong = _csv.RawRecord.Length > _maxRecordBytes;
        if (isLong || _reason is CsvMalformedReason.TextAfterClosingQuote or CsvMalformedReason.UnterminatedQuote)
        {
            var lineEnd = _csv.RawRecord.IndexOfAny((byte)'\r', (byte)'\n');
            _firstLineLength = lineEnd < 0 ? _csv.RawRecord.Length : lineEnd;
            // A long line without quotes is no matter of quoting.
            IsMalformed = !isLong || lineEnd >= 0;
        }
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private void RestartAt(int offset)
    {
        _csv.Dispose();
        _csv = CsvReader.Create(_bytes[offset..], _options);
        _base = offset;
    }
}
