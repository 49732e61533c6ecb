namespace Ingestion.Core.Documents;

/// <summary>A cell of the rows looked at.</summary>
internal readonly record struct SampleCell(int Column, byte[] Text, CellKind Kind);

/// <summary>A row that is not empty, of those looked at.</summary>
internal sealed record SampleRow(RowPosition Position, IReadOnlyList<SampleCell> Cells)
{
    /// <summary>The text in a column; empty where there is none or an error.</summary>
    public byte[] Text(int column)
    {
        foreach (var cell in Cells)
        {
            if (cell.Column == column)
                return cell.Kind == CellKind.Error ? [] : cell.Text;
        }
        return [];
    }

    /// <summary>How many cells lie between two columns, both included.</summary>
    public int CountBetween(int first, int last)
    {
        var count = 0;
        foreach (var cell in Cells)
            count += cell.Column >= first && cell.Column <= last ? 1 : 0;
        return count;
    }
}

/// <summary>Keeps a table's first rows, to find out how it is laid out.</summary>
/// <param name="mostBytes">How much of it.</param>
/// <param name="range">Of a sheet, which rows; null for all.</param>
internal sealed class SampleSink(long mostBytes, CellRange? range = null) : ITableSink
{
    // What a cell takes beside its text: a sheet of single digits must not be a sample of millions.
    private const int BytesACell = 8;
    private readonly List<SampleRow> _rows = [];
    private List<SampleCell> _cells = [];
    private RowPosition _position;
    private long _bytes;

    /// <summary>The rows that are not empty.</summary>
    public IReadOnlyList<SampleRow> Rows => _rows;

    /// <summary>How many rows that are not empty stand before the range.</summary>
    public int RowsBefore { get; private set; }

    /// <summary>Whether the table has more.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public void BeginRow(RowPosition position)
    {
        _position = position;
        _cells = [];
    }

    /// <inheritdoc/>
    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
    {
        if (text.IsEmpty)
            return;
        _bytes += text.Length + BytesACell;
        _cells.Add(new SampleCell(column, text.ToArray(), kind));
    }

    /// <inheritdoc/>
    public bool EndRow()
    {
        if (_position.Row > range?.LastRow)
            return false;
        if (_position.Row < range?.FirstRow)
        {
            (RowsBefore, _bytes) = (RowsBefore + (_cells.Count > 0 ? 1 : 0), 0);
            return true;
        }
        if (_cells.Count > 0)
            _rows.Add(new SampleRow(_position, _cells));
        IsCut = _bytes >= mostBytes;
        return !IsCut;
    }
}
