using ParquetSharp;

namespace Ingestion.Core.Results.Text;

/// <summary>Walks one column of a part, value after value, as text.</summary>
internal abstract class ColumnCursor(TextFormat format)
{
    /// <summary>The form of the text.</summary>
    protected TextFormat Format { get; } = format;

    /// <summary>How many rows can be appended before <see cref="Fill"/> must be called again.</summary>
    public abstract int Available { get; }

    /// <summary>Goes to the column of another row group. The old reader is disposed of.</summary>
    public abstract void Open(ColumnReader reader);

    /// <summary>Lets go of the reader.</summary>
    public abstract void Close();

    /// <summary>Decodes more rows; false when the row group has no more.</summary>
    public abstract bool Fill();

    /// <summary>Appends the next row's value.</summary>
    public abstract void Append(TextBuffer output);
}

/// <summary>Walks one optional column of a physical type.</summary>
/// <remarks>
/// A batch never goes beyond a page, and pointers in <typeparamref name="TPhysical"/> lead into that page (or its
/// dictionary): they hold until the next <see cref="Fill"/>, so that text is never copied into a string.
/// </remarks>
internal abstract class ColumnCursor<TPhysical>(TextFormat format, int batchRows) : ColumnCursor(format)
    where TPhysical : unmanaged
{
    private readonly short[] _levels = new short[batchRows];
    private readonly TPhysical[] _values = new TPhysical[batchRows];
    private ColumnReader<TPhysical>? _reader;
    private int _rows;
    private int _row;
    private int _value;

    public override int Available => _rows - _row;

    public override void Open(ColumnReader reader)
    {
        Close();
        _reader = (ColumnReader<TPhysical>)reader;
    }

    public override void Close()
    {
        _reader?.Dispose();
        _reader = null;
        _rows = _row = _value = 0;
    }

    public override bool Fill()
    {
        _row = _value = _rows = 0;
        if (_reader is not { HasNext: true })
            return false;
        _rows = (int)_reader.ReadBatch(_levels.Length, _levels, [], _values, out _);
        return _rows > 0;
    }

    public override void Append(TextBuffer output)
    {
        if (_levels[_row++] != 0)
            AppendValue(output, _values[_value++]);
        else if (Format == TextFormat.JsonLines)
            output.Append("null"u8);
    }

    /// <summary>Appends a value that is not null.</summary>
    protected abstract void AppendValue(TextBuffer output, TPhysical value);
}
