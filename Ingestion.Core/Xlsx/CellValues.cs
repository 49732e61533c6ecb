using System.Buffers.Text;
using Ingestion.Core.Documents;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>Makes canonical values of what cells hold, and adds them to a row.</summary>
internal sealed class CellValues(SheetRow row, SharedStrings strings, CellStyles styles, DateSystem dates)
{
    /// <summary>Adds a cell.</summary>
    /// <param name="column">0-based.</param>
    /// <param name="type">What the value is written as.</param>
    /// <param name="style">The cell's style, which knows whether a number is a date.</param>
    /// <param name="value">The value's text, references resolved.</param>
    /// <param name="xml">Where it is from, for messages.</param>
    /// <exception cref="UnreadableSourceException">It is a shared text that there is not.</exception>
    public void Add(int column, CellType type, int style, ReadOnlySpan<byte> value, Utf8XmlReader xml)
    {
        switch (type)
        {
            case CellType.Number:
                AddNumber(column, styles[style], value);
                break;
            case CellType.Shared:
                AddShared(column, Trim(value), xml);
                break;
            case CellType.Boolean:
                AddBoolean(column, Trim(value));
                break;
            case CellType.Error:
                row.Add(column, Trim(value), CellKind.Error);
                break;
            case CellType.Date:
                AddDate(column, styles[style], Trim(value));
                break;
            default:
                row.Add(column, value, CellKind.Text);
                break;
        }
    }

    private void AddNumber(int column, NumberFormat format, ReadOnlySpan<byte> value)
    {
        if (format == NumberFormat.Number && NumberText.IsCanonical(value))
        {
            row.Add(column, value, CellKind.Number);
            return;
        }
        Span<byte> text = stackalloc byte[Math.Max(NumberText.MostBytes, SerialTime.MostBytes)];
        value = Trim(value);
        if (format != NumberFormat.Number && NumberText.TryParse(value, out var serial)
            && SerialTime.Write(serial, format, dates, text, out var kind) is > 0 and var bytes)
        {
            row.Add(column, text[..bytes], kind);
            return;
        }
        var length = NumberText.Write(value, text);
        if (length > 0)
            row.Add(column, text[..length], CellKind.Number);
        else
            row.Add(column, value, CellKind.Text);
    }

    private void AddShared(int column, ReadOnlySpan<byte> value, Utf8XmlReader xml)
    {
        // Some writers leave out the index of an empty text.
        if (value.IsEmpty)
            return;
        if (!Utf8Parser.TryParse(value, out int index, out var used) || used != value.Length || (uint)index >= (uint)strings.Count)
            throw xml.Damaged($"cell {CellReference.Format(column, row.Number)} refers to a shared text that there is not; there are {strings.Count:N0}");
        row.AddShared(column, index);
    }

    private void AddBoolean(int column, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("1"u8) || value.SequenceEqual("true"u8))
            row.Add(column, "TRUE"u8, CellKind.Boolean);
        else if (value.SequenceEqual("0"u8) || value.SequenceEqual("false"u8))
            row.Add(column, "FALSE"u8, CellKind.Boolean);
        else
            row.Add(column, value, CellKind.Text);
    }

    private void AddDate(int column, NumberFormat format, ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[IsoTime.MostBytes];
        var length = IsoTime.Write(value, format, text);
        if (length > 0)
            row.Add(column, text[..length], CellKind.Time);
        else
            row.Add(column, value, CellKind.Text);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8);
}
