using System.Text;

namespace Ingestion.Core.Tests.Pdf;

/// <summary>A page that one ruled table fills, as operators.</summary>
internal static class RuledPage
{
    /// <summary>The rows of a page, its header included.</summary>
    public const int Rows = 30;

    private const int Columns = 4;
    private const int Width = 130;
    private const int Height = 24;

    public static string Operators(int firstRow)
    {
        var text = new StringBuilder();
        for (var row = 0; row <= Rows; row++)
            text.Append($"40 {760 - (row * Height)} m {40 + (Columns * Width)} {760 - (row * Height)} l S\n");
        for (var column = 0; column <= Columns; column++)
            text.Append($"{40 + (column * Width)} 760 m {40 + (column * Width)} {760 - (Rows * Height)} l S\n");
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
                text.Append($"BT /F1 9 Tf {44 + (column * Width)} {744 - (row * Height)} Td ({(row == 0 ? $"name {column}" : $"value {firstRow + row} {column}")}) Tj ET\n");
        }
        return text.ToString();
    }
}
