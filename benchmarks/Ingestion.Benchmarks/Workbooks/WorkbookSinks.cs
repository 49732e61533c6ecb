using Ingestion.Core.Documents;

namespace Ingestion.Benchmarks.Workbooks;

/// <summary>Adds up lengths, so that every value is made and none is kept.</summary>
internal sealed class LengthSink : ITableSink
{
    public long Bytes { get; private set; }

    public void BeginRow(RowPosition position)
    {
    }

    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind) => Bytes += text.Length;

    public bool EndRow() => true;
}

/// <summary>Counts the rows that go to another sink.</summary>
internal sealed class RowCount(ITableSink sink) : ITableSink
{
    public long Rows { get; private set; }

    public void BeginRow(RowPosition position) => sink.BeginRow(position);

    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind) => sink.Cell(column, text, kind);

    public bool EndRow()
    {
        Rows++;
        return sink.EndRow();
    }
}

/// <summary>Writes the rows as delimited text, as a workbook is staged before its chunks are cut.</summary>
internal sealed class StagingSink(string path) : ITableSink, IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    private byte[] _buffer = new byte[BufferBytes];
    private int _used;
    private int _column;

    public void BeginRow(RowPosition position) => _column = 0;

    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
    {
        // Every byte could be a quote, which is doubled; a comma for each column left out.
        Reserve((2 * text.Length) + column + 4);
        for (; _column < column; _column++)
        {
            _buffer[_used++] = (byte)',';
        }

        if (!text.ContainsAny(",\"\r\n"u8))
        {
            text.CopyTo(_buffer.AsSpan(_used));
            _used += text.Length;
            return;
        }

        _buffer[_used++] = (byte)'"';
        foreach (var value in text)
        {
            if (value == '"')
            {
                _buffer[_used++] = value;
            }

            _buffer[_used++] = value;
        }

        _buffer[_used++] = (byte)'"';
    }

    public bool EndRow()
    {
        Reserve(1);
        _buffer[_used++] = (byte)'\n';
        return true;
    }

    public void Dispose()
    {
        _file.Write(_buffer, 0, _used);
        _file.Dispose();
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _used >= bytes)
        {
            return;
        }

        _file.Write(_buffer, 0, _used);
        _used = 0;
        if (_buffer.Length < bytes)
        {
            _buffer = new byte[bytes];
        }
    }
}
