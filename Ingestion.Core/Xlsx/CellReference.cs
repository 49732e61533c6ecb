namespace Ingestion.Core.Xlsx;

/// <summary>Where a cell stands: <c>C5</c>.</summary>
internal static class CellReference
{
    /// <summary>How many columns a sheet has: A to XFD.</summary>
    public const int MostColumns = 16_384;

    /// <summary>How many rows a sheet has.</summary>
    public const int MostRows = 1_048_576;

    /// <summary>Reads a reference.</summary>
    /// <param name="text">Letters, then digits.</param>
    /// <param name="column">0-based.</param>
    /// <param name="row">1-based.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out int column, out int row)
    {
        column = 0;
        row = 0;
        var i = 0;
        // Letters of either case: clearing bit 5 makes them capitals.
        for (; i < text.Length && (uint)((text[i] & ~0x20) - 'A') < 26 && column <= MostColumns; i++)
            column = (column * 26) + (text[i] & ~0x20) - 'A' + 1;
        column--;
        return (uint)column < MostColumns && TryParseRow(text[i..], out row);
    }

    /// <summary>Reads a 1-based row number.</summary>
    public static bool TryParseRow(ReadOnlySpan<byte> text, out int row)
    {
        row = 0;
        foreach (var digit in text)
        {
            if ((uint)(digit - '0') > 9 || row > MostRows)
                return false;
            row = (row * 10) + digit - '0';
        }
        return row is > 0 and <= MostRows;
    }

    /// <summary>The reference's text.</summary>
    public static string Format(int column, int row)
    {
        var letters = "";
        for (var left = column + 1; left > 0; left = (left - 1) / 26)
            letters = (char)('A' + ((left - 1) % 26)) + letters;
        return FormattableString.Invariant($"{letters}{row}");
    }
}
