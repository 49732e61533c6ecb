using System.Buffers;

namespace Ingestion.Core.Documents;

/// <summary>
/// Writes the rows of a document's table as delimited text: commas, double quotes, LF, each row beginning with its <see cref="RowMark"/>.
/// Empty rows and what is not of the table are left out; line breaks in cells stay.
/// </summary>
/// <param name="layout">Which rows and columns are the table's.</param>
/// <param name="output">Where the text goes, in pieces of some ten kilobytes.</param>
/// <param name="mostBytes">No more rows are wanted after so many bytes. Default: no limit.</param>
internal sealed class StagingSink(DocumentLayout layout, Stream output, long mostBytes = long.MaxValue) : ITableSink
{
    private const int PieceBytes = 64 * 1024;
    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create(",\"\r\n"u8);
    private readonly ArrayBufferWriter<byte> _cells = new(PieceBytes);
    private readonly ArrayBufferWriter<byte> _piece = new(PieceBytes * 2);
    private readonly List<int> _errors = [];

    // How long each of the last rows is, of which any may be the footer's.
    private readonly Queue<int> _held = [];
    private int _rowStart;
    private RowPosition _position;
    private int _column;
    private bool _isEmpty;
    private long _rows;
    private long _bytes;

    /// <summary>Whether rows were left because of <c>mostBytes</c>.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public void BeginRow(RowPosition position)
    {
        _position = position;
        _cells.ResetWrittenCount();
        _errors.Clear();
        _column = 0;
        _isEmpty = true;
    }

    /// <inheritdoc/>
    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
    {
        _isEmpty &= text.IsEmpty;
        if (column < layout.FirstColumn || column > layout.LastColumn)
            return;
        column -= layout.FirstColumn;
        for (; _column <= column; _column++)
            _cells.Write(","u8);
        if (kind == CellKind.Error)
            _errors.Add(column);
        AppendField(text);
    }

    /// <inheritdoc/>
    public bool EndRow()
    {
        if (_position.Row > layout.LastRow)
            return false;
        if (_isEmpty)
            return true;
        _rows++;
        if (_rows <= layout.RowsBefore || _column == 0)
            return true;
        if (_rows > layout.RowsBefore + (layout.RowCount ?? long.MaxValue - layout.RowsBefore))
            return false;
        AppendMark();
        _piece.Write(_cells.WrittenSpan);
        _piece.Write("\n"u8);
        HoldBackFooter();
        if (_piece.WrittenCount >= PieceBytes)
            Flush();
        IsCut = _bytes + _piece.WrittenCount >= mostBytes;
        return !IsCut;
    }

    /// <summary>Writes what is left, but for the footer.</summary>
    public void Flush()
    {
        var written = _piece.WrittenSpan[..(_piece.WrittenCount - _held.Sum())];
        output.Write(written);
        _bytes += written.Length;
        var rest = _piece.WrittenSpan[written.Length..].ToArray();
        _piece.ResetWrittenCount();
        _piece.Write(rest);
    }

    /// <summary>The last rows may be the footer: they are written only when others follow.</summary>
    private void HoldBackFooter()
    {
        if (layout.FooterRows == 0)
            return;
        _held.Enqueue(_piece.WrittenCount - _rowStart);
        if (_held.Count > layout.FooterRows)
            _held.Dequeue();
    }

    private void AppendMark()
    {
        _rowStart = _piece.WrittenCount;
        Span<byte> mark = stackalloc byte[RowMark.MostPositionBytes];
        _piece.Write(mark[..RowMark.Write(_position, mark)]);
        // The lists' commas would end the field.
        if (_errors.Count > 0)
            _piece.Write(System.Text.Encoding.ASCII.GetBytes("!" + string.Join(';', _errors)));
        if (_position.Doubts is { Count: > 0 } doubts)
            _piece.Write(System.Text.Encoding.ASCII.GetBytes(RowMark.Write(doubts, layout.FirstColumn)));
    }

    private void AppendField(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(NeedsQuotes) < 0)
        {
            _cells.Write(text);
            return;
        }
        _cells.Write("\""u8);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            _cells.Write(text[..(quote + 1)]);
            _cells.Write("\""u8);
            text = text[(quote + 1)..];
        }
        _cells.Write(text);
        _cells.Write("\""u8);
    }
}
