using System.Text;
using Ingestion.Core.Documents;
using Ingestion.Core.Results.Text;

namespace Ingestion.Core.Xlsx.Writing;

/// <summary>Writes cells' references, such as <c>C2</c>.</summary>
internal sealed class CellNames
{
    private readonly List<byte[]> _letters = [];

    /// <summary>Appends the reference of a cell in a 0-based column and a 1-based row.</summary>
    public void Append(TextBuffer output, int column, int row)
    {
        while (_letters.Count <= column)
            _letters.Add(Encoding.ASCII.GetBytes(DocumentLayout.ColumnLetters(_letters.Count)));
        output.Append(_letters[column]);
        output.AppendInteger(row);
    }
}
