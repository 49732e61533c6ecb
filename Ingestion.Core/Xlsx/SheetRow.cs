using Ingestion.Core.Documents;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// One row's cells. A sheet should have them from left to right, but some writers do not, and merged cells come in between: a row is
/// collected before it is given away.
/// </summary>
internal sealed class SheetRow(SharedStrings strings, DocumentLimits limits)
{
    private const int MostRowBytes = 64 << 20;
    private const long FreeBytes = 256 << 20;
    private const long MostBytesACell = 1000;
    private const int OwnText = -1;

    private Cell[] _cells = new Cell[64];
    private byte[] _bytes = new byte[4096];
    private int _length;
    private bool _isSorted = true;
    private long _givenCells;
    private long _givenBytes;

    private readonly record struct Cell(int Column, int Start, int Length, int Shared, CellKind Kind);

    /// <summary>The 1-based row number.</summary>
    public int Number { get; set; }

    /// <summary>How many cells it has that are not empty.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a row.</summary>
    public void Begin(int number)
    {
        Number = number;
        Count = 0;
        _length = 0;
        _isSorted = true;
    }

    /// <summary>Adds a cell with a text of its own; an empty text adds nothing.</summary>
    public void Add(int column, ReadOnlySpan<byte> text, CellKind kind)
    {
        if (text.IsEmpty)
            return;
        if (_bytes.Length - _length < text.Length)
        {
            if (_length > MostRowBytes - text.Length)
                throw new UnreadableSourceException($"Row {Number} of the sheet holds more than {MostRowBytes:N0} bytes of text, which is the limit. Save the sheet as CSV.");
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + text.Length));
        }
        text.CopyTo(_bytes.AsSpan(_length));
        Add(new Cell(column, _length, text.Length, OwnText, kind));
        _length += text.Length;
    }

    /// <summary>Adds a cell with a shared text.</summary>
    public void AddShared(int column, int index)
    {
        if (!strings[index].IsEmpty)
            Add(new Cell(column, 0, 0, index, CellKind.Text));
    }

    /// <summary>Puts the cells in order. Of two in the same column the later one stays.</summary>
    public void Sort()
    {
        if (_isSorted)
            return;
        // Array.Sort is not stable, so the place in the row decides between equals.
        var order = new long[Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = ((long)_cells[i].Column << 32) | (uint)i;
        Array.Sort(order);
        var sorted = new List<Cell>(Count);
        foreach (var at in order)
        {
            var cell = _cells[(int)at];
            if (sorted.Count > 0 && sorted[^1].Column == cell.Column)
                sorted[^1] = cell;
            else
                sorted.Add(cell);
        }
        sorted.CopyTo(_cells);
        Count = sorted.Count;
        _isSorted = true;
    }

    /// <summary>The value in a column of the sorted row; null when it is empty.</summary>
    public MergedValue? Find(int column)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_cells[middle].Column == column)
                return new MergedValue(Text(_cells[middle]).ToArray(), _cells[middle].Kind);
            if (_cells[middle].Column < column)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }

    /// <summary>Sets the flag of each column that is not empty.</summary>
    public void Mark(bool[] columns, bool flag)
    {
        foreach (var cell in _cells.AsSpan(0, Count))
            columns[cell.Column] = flag;
    }

    /// <summary>Gives the sorted row to a sink, unless it is empty. False when no more are wanted.</summary>
    public bool GiveTo(ITableSink sink, ReadOnlySpan<bool> hiddenColumns)
    {
        var hasBegun = false;
        foreach (var cell in _cells.AsSpan(0, Count))
        {
            if (!hiddenColumns.IsEmpty && hiddenColumns[cell.Column])
                continue;
            if (!hasBegun)
                sink.BeginRow(new RowPosition(0, 0, Number));
            hasBegun = true;
            var text = Text(cell);
            _givenBytes += text.Length;
            sink.Cell(cell.Column, text, cell.Kind);
        }
        // A long text that every cell shares is small in the file and without end outside it.
        _givenCells += Count;
        if (_givenBytes > limits.MostInflatedBytes)
            throw new UnreadableSourceException($"The sheet's cells hold more than {limits.MostInflatedBytes:N0} bytes of text, which is the limit. Split the workbook.");
        if (_givenBytes - FreeBytes > _givenCells * MostBytesACell)
            throw new UnreadableSourceException($"The sheet's cells hold more than {MostBytesACell:N0} bytes of text on average: they may be made to exhaust a disk. Split the workbook if they are not.");
        return !hasBegun || sink.EndRow();
    }

    private ReadOnlySpan<byte> Text(in Cell cell) => cell.Shared == OwnText ? _bytes.AsSpan(cell.Start, cell.Length) : strings[cell.Shared];

    private void Add(Cell cell)
    {
        if (Count == _cells.Length)
        {
            if (Count > CellReference.MostColumns)
                throw new UnreadableSourceException($"Row {Number} of the sheet holds more than {CellReference.MostColumns:N0} cells: it is damaged. Open the workbook in a spreadsheet program and save it anew.");
            Array.Resize(ref _cells, Count * 2);
        }
        _isSorted &= Count == 0 || cell.Column > _cells[Count - 1].Column;
        _cells[Count++] = cell;
    }
}

/// <summary>The value that a merged range shows.</summary>
/// <param name="Text">In UTF-8.</param>
/// <param name="Kind">What it is.</param>
internal sealed record MergedValue(byte[] Text, CellKind Kind);
