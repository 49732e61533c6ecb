using System.Buffers;
using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>
/// The texts that stand in a part of their own and not in their cells: those with characters that XML does not have, or with space at an
/// end, because some programs that save a workbook again write such a text wrongly where it stood in its cell. They are few, and numbered
/// as they come.
/// </summary>
/// <param name="output">Where they are written; null while the cells are, when they are counted only.</param>
internal sealed class SharedTexts(TextBuffer? output)
{
    private static readonly SearchValues<char> Impossible = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(control => (char)control).Except(['\t', '\n']), '\uFFFE', '\uFFFF']);

    /// <summary>How many there are so far.</summary>
    public int Count { get; private set; }

    /// <summary>Begins their part.</summary>
    public static ReadOnlySpan<byte> Head => "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"u8;

    /// <summary>Takes a text, if it is one of them, whose number is <see cref="Count"/> before.</summary>
    public bool TryAdd(string text)
    {
        if (!CellText.HasSpaceAtAnEnd(text) && !text.AsSpan().ContainsAny(Impossible))
            return false;
        Count++;
        if (output is null)
            return true;
        output.Append("<si>"u8);
        output.AppendTextElement(text);
        output.Append("</si>"u8);
        return true;
    }
}
