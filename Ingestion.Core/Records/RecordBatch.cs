namespace Ingestion.Core.Records;

/// <summary>
/// A few hundred records of a chunk with their fields, so that work goes column by column and not cell by cell. Any format's reader
/// fills it. Fields that a record lacks are empty; those beyond the source's columns are counted and not kept. Behind the source's
/// columns there may be some that fixes make.
/// </summary>
internal sealed class RecordBatch
{
    private const int MostRows = 256;
    private const int MostFields = 8192;
    private readonly int _recordFields;
    private readonly FieldRange[] _fields;
    private readonly Record[] _records;
    private readonly List<(int Row, int Column, FieldRange Field)> _unread = [];

    /// <param name="bytes">What the fields are ranges of.</param>
    /// <param name="sourceColumns">How many columns the source has.</param>
    /// <param name="madeColumns">How many columns there are beside them, empty until somebody fills them.</param>
    /// <param name="leadingFields">How many fields stand before the columns' in each record: 1 where it begins with a mark, else 0.</param>
    public RecordBatch(RecordBytes bytes, int sourceColumns, int madeColumns = 0, int leadingFields = 0)
    {
        Bytes = bytes;
        ColumnCount = sourceColumns + madeColumns;
        LeadingFields = leadingFields;
        _recordFields = leadingFields + sourceColumns;
        FieldsPerRecord = leadingFields + ColumnCount;
        Capacity = Math.Clamp(MostFields / Math.Max(FieldsPerRecord, 1), 1, MostRows);
        _fields = new FieldRange[Capacity * FieldsPerRecord];
        _records = new Record[Capacity];
    }

    public RecordBytes Bytes { get; }

    /// <summary>What fixes carry from batch to batch.</summary>
    public CarriedValues Carried { get; init; } = new(0);

    /// <summary>How many fields a row has here: the source's columns and those that are made.</summary>
    public int ColumnCount { get; }

    /// <summary>How many fields stand before the columns' in each record.</summary>
    public int LeadingFields { get; }

    /// <summary>How many fields of each record there is room for: the leading ones and the columns.</summary>
    public int FieldsPerRecord { get; }

    /// <summary>How many records there is room for.</summary>
    public int Capacity { get; }

    /// <summary>How many records it holds.</summary>
    public int Count { get; set; }

    /// <summary>Whether some record has not exactly as many fields as the source has columns, or is malformed.</summary>
    public bool HasIrregular { get; set; }

    /// <summary>The fields kept, record after record.</summary>
    public Span<FieldRange> Fields => _fields;

    /// <summary>Where a row's field of a column lies.</summary>
    public ref FieldRange Field(int row, int column) => ref _fields[(row * FieldsPerRecord) + LeadingFields + column];

    /// <summary>Where a row's fields lie, by column.</summary>
    public Span<FieldRange> FieldsOf(int row) => _fields.AsSpan((row * FieldsPerRecord) + LeadingFields, ColumnCount);

    /// <summary>What is known of each record beside its fields.</summary>
    public Span<Record> Records => _records;

    /// <summary>Fields that a fix should have read and could not. A type must not read them in its own way: 1.234 may have been 1234.</summary>
    public IReadOnlyList<(int Row, int Column, FieldRange Field)> Unread => _unread;

    /// <summary>A record's bytes without the line break; of a malformed one the first line.</summary>
    public ReadOnlySpan<byte> Raw(int row) => Bytes.Array.AsSpan(_records[row].Offset, _records[row].Length);

    /// <summary>The range of a record's first leading field: its mark.</summary>
    public FieldRange Mark(int row) => _fields[row * FieldsPerRecord];

    /// <summary>Forgets the records.</summary>
    public void Clear()
    {
        Count = 0;
        HasIrregular = false;
        _unread.Clear();
    }

    /// <summary>Takes note of a field in <see cref="Unread"/>.</summary>
    public void AddUnread(int row, int column) => _unread.Add((row, column, Field(row, column)));

    /// <summary>Forgets the unread fields that a later fix changed.</summary>
    public void ForgetChangedUnread()
    {
        if (_unread.Count > 0)
            _unread.RemoveAll(unread => Field(unread.Row, unread.Column) != unread.Field);
    }

    /// <summary>Makes room for another record's fields, all of them empty, and returns them.</summary>
    public Span<FieldRange> NextFields()
    {
        var fields = _fields.AsSpan(Count * FieldsPerRecord, FieldsPerRecord);
        fields.Clear();
        return fields[.._recordFields];
    }

    /// <summary>Room for the fields of the record <paramref name="row"/>, with anything in them: all are to be set, those behind the source's <paramref name="columns"/> empty.</summary>
    public Span<FieldRange> RecordAt(int row, out int columns)
    {
        columns = _recordFields;
        return _fields.AsSpan(row * FieldsPerRecord, FieldsPerRecord);
    }

    /// <summary>Ends the record whose fields were set last.</summary>
    public void Add(Record record)
    {
        HasIrregular |= record.IsMalformed || record.FieldCount != _recordFields;
        _records[Count++] = record;
    }

    /// <summary>Moves a record up into the place of one that was taken out.</summary>
    public void Move(int row, int to)
    {
        _records[to] = _records[row];
        _fields.AsSpan(row * FieldsPerRecord, FieldsPerRecord).CopyTo(_fields.AsSpan(to * FieldsPerRecord));
    }
}

/// <summary>A record as it lies in its chunk.</summary>
/// <param name="Offset">Where it starts among the chunk's bytes.</param>
/// <param name="Length">Its bytes, without the line break.</param>
/// <param name="FieldCount">How many fields it really has.</param>
/// <param name="IsMalformed">Whether its quoting is broken; its fields mean nothing then.</param>
internal readonly record struct Record(int Offset, int Length, int FieldCount, bool IsMalformed);

/// <summary>Reads a chunk's records, batch after batch.</summary>
internal interface IBatchReader : IDisposable
{
    /// <summary>Fills the batch with the next records, at most as many as there is room for; false when there are no more.</summary>
    bool Read(RecordBatch batch);
}
