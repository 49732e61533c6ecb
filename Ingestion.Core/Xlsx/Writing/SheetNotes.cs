using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>
/// Writes the comments of a worksheet: their texts (ECMA-376 part 1, 18.7), and the boxes that they stand in, which spreadsheet programs
/// still want as VML (part 4, 19).
/// </summary>
internal static class SheetNotes
{
    // Excel numbers shapes in blocks of so many and wants to be told which blocks a drawing has.
    private const int ShapesABlock = 1024;
    private const int LastColumn = CellReference.MostColumns - 1;

    /// <summary>Begins the texts.</summary>
    public static void BeginTexts(TextBuffer output) =>
        output.Append("""<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Ingestion</author></authors><commentList>"""u8);

    /// <summary>Adds a text.</summary>
    /// <param name="output">The part.</param>
    /// <param name="names">Writes the cell's reference.</param>
    /// <param name="row">1-based.</param>
    /// <param name="column">0-based.</param>
    /// <param name="text">What it says.</param>
    public static void AddText(TextBuffer output, CellNames names, int row, int column, string text)
    {
        output.Append("<comment ref=\""u8);
        names.Append(output, column, row);
        output.Append("\" authorId=\"0\"><text><r><rPr><sz val=\"9\"/><color rgb=\"FF000000\"/><rFont val=\"Tahoma\"/><family val=\"2\"/></rPr>"u8);
        output.AppendTextElement(text);
        output.Append("</r></text></comment>"u8);
    }

    /// <summary>Ends the texts.</summary>
    public static void EndTexts(TextBuffer output) => output.Append("</commentList></comments>"u8);

    /// <summary>Begins the boxes.</summary>
    /// <param name="output">The part.</param>
    /// <param name="count">How many there will be.</param>
    public static void BeginBoxes(TextBuffer output, int count)
    {
        output.Append("""<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"""u8);
        for (var block = 2; block <= (ShapesABlock + count) / ShapesABlock; block++)
        {
            output.Append((byte)',');
            output.AppendInteger(block);
        }
        output.Append(""""
            "/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
            """"u8);
    }

    /// <summary>Adds a box, which shows when its cell is pointed at.</summary>
    /// <param name="output">The part.</param>
    /// <param name="index">0-based.</param>
    /// <param name="row">1-based.</param>
    /// <param name="column">0-based.</param>
    public static void AddBox(TextBuffer output, int index, int row, int column)
    {
        output.Append("<v:shape id=\"_x0000_s"u8);
        output.AppendInteger(ShapesABlock + 1 + index);
        output.Append("\" type=\"#_x0000_t202\" style=\"position:absolute;width:144pt;height:59.25pt;z-index:"u8);
        output.AppendInteger(index + 1);
        output.Append(""";visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells>True</x:MoveWithCells><x:SizeWithCells>True</x:SizeWithCells><x:Anchor>"""u8);
        // Left and right column, top and bottom row, each with how far into it: beside the cell, and a little above.
        var left = Math.Min(column + 1, LastColumn - 2);
        var top = Math.Max(row - 2, 0);
        AppendAnchor(output, left, ", 15, "u8);
        AppendAnchor(output, top, ", 8, "u8);
        AppendAnchor(output, left + 2, ", 33, "u8);
        AppendAnchor(output, top + 4, ", 7"u8);
        output.Append("</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>"u8);
        output.AppendInteger(row - 1);
        output.Append("</x:Row><x:Column>"u8);
        output.AppendInteger(column);
        output.Append("</x:Column></x:ClientData></v:shape>"u8);
    }

    /// <summary>Ends the boxes.</summary>
    public static void EndBoxes(TextBuffer output) => output.Append("</xml>"u8);

    private static void AppendAnchor(TextBuffer output, int at, ReadOnlySpan<byte> offset)
    {
        output.AppendInteger(at);
        output.Append(offset);
    }
}
