using System.Buffers;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Text;

/// <summary>
/// Reads records of delimited text whose quotes may be escaped by a backslash. A quote that is not closed within the longest record
/// allowed was not meant to be one: its line is read as if it were a character like others.
/// </summary>
internal sealed class DelimitedRow(TextForm form)
{
    private const byte Backslash = (byte)'\\';
    private readonly ArrayBufferWriter<byte> _values = new();
    private readonly List<int> _ends = [];

    /// <summary>Reads the record in front and takes it; the number of lines it took, 0 at the end.</summary>
    public int Read(TextPieces pieces)
    {
        if (pieces.Window.IsEmpty && !pieces.Extend())
            return 0;
        while (true)
        {
            if (TryRead(pieces.Window, pieces.IsLast, form.Quote, out var length, out var lines))
            {
                pieces.Take(length);
                return lines;
            }
            if (pieces.Window.Length <= form.MaxRecordBytes && pieces.Extend())
                continue;
            if (pieces.IsLast && TryRead(pieces.Window, isLast: true, form.Quote, out length, out lines))
            {
                pieces.Take(length);
                return lines;
            }
            var line = pieces.NextLine(form.MaxRecordBytes) ?? (pieces.Window.Length, 0);
            TryRead(pieces.Window[..line.Length], isLast: true, quote: null, out _, out _);
            pieces.Take(line.Length + line.Break);
            return 1;
        }
    }

    /// <summary>Gives the record's fields to a sink.</summary>
    public void CopyTo(ITableSink sink)
    {
        var start = 0;
        for (var i = 0; i < _ends.Count; i++)
        {
            sink.Cell(i, _values.WrittenSpan[start.._ends[i]], CellKind.Text);
            start = _ends[i];
        }
    }

    /// <summary>How many fields the record has.</summary>
    public int Fields => _ends.Count;

    /// <summary>How many of them began with a quote that was closed.</summary>
    public int Enclosed { get; private set; }

    /// <summary>How many closing quotes had more of the field after them.</summary>
    public int Stray { get; private set; }

    /// <summary>How many quotes stood after a backslash inside quoted fields.</summary>
    public int Escaped { get; private set; }

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsEmpty => _ends.Count == 1 && _ends[0] == 0;

    private bool TryRead(ReadOnlySpan<byte> text, bool isLast, byte? quote, out int length, out int lines)
    {
        _values.ResetWrittenCount();
        _ends.Clear();
        (Enclosed, Stray, Escaped) = (0, 0, 0);
        lines = 1;
        var (inside, atStart) = (false, true);
        for (length = 0; length < text.Length; length++)
        {
            var value = text[length];
            if (form.HasBackslash && value == Backslash && length + 1 < text.Length)
            {
                Append(Unescape(text[++length]));
                atStart = false;
                if (inside && text[length] == quote)
                    Escaped++;
            }
            else if (form.HasBackslash && value == Backslash && !isLast)
            {
                return false;
            }
            else if (value == quote && inside)
            {
                if (length + 1 == text.Length && !isLast)
                    return false;
                if (!form.HasBackslash && length + 1 < text.Length && text[length + 1] == quote)
                {
                    Append(value);
                    length++;
                }
                else
                {
                    inside = false;
                    Enclosed++;
                    if (length + 1 < text.Length && text[length + 1] != form.Delimiter && text[length + 1] is not ((byte)'\n' or (byte)'\r'))
                        Stray++;
                }
            }
            else if (value == quote && atStart)
            {
                inside = true;
                atStart = false;
            }
            else if (value == form.Delimiter && !inside)
            {
                _ends.Add(_values.WrittenCount);
                atStart = true;
            }
            else if (value is (byte)'\n' or (byte)'\r')
            {
                if (value == '\r' && length + 1 == text.Length && !isLast)
                    return false;
                var isPair = value == '\r' && length + 1 < text.Length && text[length + 1] == '\n';
                if (!inside)
                {
                    length += isPair ? 2 : 1;
                    _ends.Add(_values.WrittenCount);
                    return true;
                }
                lines++;
                Append(value);
                if (isPair)
                    Append(text[++length]);
            }
            else
            {
                Append(value);
                atStart = false;
            }
        }
        if (!isLast || inside)
            return false;
        _ends.Add(_values.WrittenCount);
        return true;
    }

    private static byte Unescape(byte value) => value switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => value,
    };

    private void Append(byte value)
    {
        _values.GetSpan(1)[0] = value;
        _values.Advance(1);
    }
}
