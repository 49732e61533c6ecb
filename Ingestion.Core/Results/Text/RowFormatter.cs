using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Ingestion.Core.Results.Text;

/// <summary>Turns parts into rows of text, as much at a time as a buffer takes.</summary>
internal sealed class RowFormatter : IDisposable
{
    // All columns together decode about a million values at a time, however many columns there are.
    private const int BatchValues = 1 << 20;
    private const int MinBatchRows = 64;
    private const int MaxBatchRows = 4096;

    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly TextFormat _format;
    private readonly ColumnCursor[] _cursors;
    private readonly byte[][] _before;
    private readonly byte[] _after;
    private ParquetFileReader? _file;
    private RowGroupReader? _rowGroup;
    private int _nextRowGroup;
    private int _available;

    public RowFormatter(IReadOnlyList<ResultColumn> columns, TextFormat format)
    {
        var batchRows = Math.Clamp(BatchValues / Math.Max(columns.Count, 1), MinBatchRows, MaxBatchRows);
        _columns = columns;
        _format = format;
        _cursors = [.. columns.Select(column => ColumnCursors.Create(column, format, batchRows))];
        _before = [.. columns.Select((column, index) => Before(column, index, format))];
        _after = format == TextFormat.Csv ? "\n"u8.ToArray() : "}\n"u8.ToArray();
    }

    /// <summary>Appends what comes before the first row: a CSV's header.</summary>
    public void AppendHeader(TextBuffer output)
    {
        if (_format != TextFormat.Csv)
            return;
        for (var index = 0; index < _columns.Count; index++)
        {
            output.Append(_before[index]);
            var name = Encoding.UTF8.GetBytes(_columns[index].Name);
            // A byte order mark that belongs to the first name must not be taken for the file's.
            if (name.AsSpan().StartsWith("\uFEFF"u8))
                output.AppendCsvQuoted(name);
            else
                output.AppendCsv(name);
        }
        output.Append((byte)'\n');
    }

    /// <summary>Goes to another part, which stays the caller's to dispose of.</summary>
    /// <exception cref="InvalidDataException">Its rows or columns are not those that the manifest names.</exception>
    public void Open(ParquetFileReader file, ResultPart part)
    {
        Close();
        PartSchema.Check(file, _columns, part);
        _file = file;
        _nextRowGroup = 0;
    }

    /// <summary>Lets go of the part.</summary>
    public void Close()
    {
        foreach (var cursor in _cursors)
            cursor.Close();
        _rowGroup?.Dispose();
        _rowGroup = null;
        _file = null;
        _available = 0;
    }

    /// <summary>Appends rows until the buffer is full or the part has no more; false in the latter case.</summary>
    public bool AppendRows(TextBuffer output)
    {
        while (!output.IsFull)
        {
            if (_available == 0 && !NextBlock())
                return false;
            AppendBlock(output);
        }
        return true;
    }

    public void Dispose() => Close();

    private void AppendBlock(TextBuffer output)
    {
        // A row that is one null alone would be an empty line, which many readers pass over: no row may be lost.
        var single = _format == TextFormat.Csv && _cursors.Length == 1;
        for (; _available > 0 && !output.IsFull; _available--)
        {
            var start = output.Written.Length;
            for (var index = 0; index < _cursors.Length; index++)
            {
                output.Append(_before[index]);
                _cursors[index].Append(output);
            }
            if (single && output.Written.Length == start)
                output.Append("\"\""u8);
            output.Append(_after);
        }
    }

    private bool NextBlock()
    {
        while (_rowGroup is null || !FillCursors())
        {
            if (_file is null || _nextRowGroup == _file.FileMetaData.NumRowGroups)
                return false;
            _rowGroup?.Dispose();
            _rowGroup = _file.RowGroup(_nextRowGroup++);
            for (var index = 0; index < _cursors.Length; index++)
                _cursors[index].Open(_rowGroup.Column(index));
        }
        return true;
    }

    /// <summary>Pages of different columns end at different rows: a block is as long as all columns have values.</summary>
    private bool FillCursors()
    {
        var available = int.MaxValue;
        var ended = 0;
        foreach (var cursor in _cursors)
        {
            if (cursor.Available == 0 && !cursor.Fill())
                ended++;
            available = Math.Min(available, cursor.Available);
        }
        if (ended > 0 && ended < _cursors.Length)
            throw new InvalidDataException("its columns have different numbers of rows");
        _available = _cursors.Length == 0 ? 0 : available;
        return _available > 0;
    }

    private static byte[] Before(ResultColumn column, int index, TextFormat format)
    {
        if (format == TextFormat.Csv)
            return index == 0 ? [] : ","u8.ToArray();
        using var name = new TextBuffer();
        name.Append(index == 0 ? (byte)'{' : (byte)',');
        name.AppendJson(Encoding.UTF8.GetBytes(column.Name));
        name.Append((byte)':');
        return name.Written.ToArray();
    }
}
