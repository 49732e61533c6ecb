using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>Writes the rows of a worksheet (ECMA-376 part 1, 18.3.1.73) from top to bottom, every cell as text of its own: nothing is kept.</summary>
/// <param name="output">The part.</param>
/// <param name="shared">Takes the texts that cannot stand in their cells.</param>
internal sealed class SheetRows(TextBuffer output, SharedTexts shared)
{
    private readonly CellNames _names = new();

    /// <summary>The number of the row in hand; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>Begins the next row.</summary>
    public void Begin()
    {
        output.Append("<row r=\""u8);
        output.AppendInteger(++Number);
        output.Append("\">"u8);
    }

    /// <summary>Begins the next row, whose empty cells have a style too.</summary>
    public void Begin(CellStyle style)
    {
        output.Append("<row r=\""u8);
        output.AppendInteger(++Number);
        output.Append("\" s=\""u8);
        output.AppendInteger((int)style);
        output.Append("\" customFormat=\"1\">"u8);
    }

    /// <summary>Adds a cell. Without a text it is there for its style only.</summary>
    /// <param name="column">0-based; cells come from left to right.</param>
    /// <param name="text">At most as long as a cell takes.</param>
    /// <param name="style">How it looks. Where there are line breaks, the style that shows them is taken instead.</param>
    public void Add(int column, string text, CellStyle style)
    {
        output.Append("<c r=\""u8);
        _names.Append(output, column, Number);
        output.Append("\" s=\""u8);
        output.AppendInteger((int)(text.Contains('\n', StringComparison.Ordinal) ? WorkbookParts.Wrapped(style) : style));
        if (text.Length == 0)
        {
            output.Append("\"/>"u8);
            return;
        }
        var number = shared.Count;
        if (shared.TryAdd(text))
        {
            output.Append("\" t=\"s\"><v>"u8);
            output.AppendInteger(number);
            output.Append("</v></c>"u8);
            return;
        }
        output.Append("\" t=\"inlineStr\"><is>"u8);
        output.AppendTextElement(text);
        output.Append("</is></c>"u8);
    }

    /// <summary>Ends the row.</summary>
    public void End() => output.Append("</row>"u8);
}
