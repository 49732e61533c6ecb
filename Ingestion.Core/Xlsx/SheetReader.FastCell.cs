using System.Runtime.CompilerServices;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// The cells as nearly every writer writes them, understood in one go over the buffered bytes. Whatever is written in another way is left
/// to <see cref="ReadCell"/>, which knows all ways; the two never differ in what they give.
/// </summary>
internal sealed partial class SheetReader
{
    private const int NotUnderstood = 0;

    /// <summary>Reads a cell at the beginning of <paramref name="bytes"/> and returns its length; 0 when it is not all there, or not plain.</summary>
    private int FastCell(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("<c "u8))
            return NotUnderstood;
        int column = _column + 1, rowNumber = 0, style = 0;
        var type = CellType.Number;
        var at = 2;
        while (true)
        {
            // The shortest that can follow is a="".
            if (at + 5 > bytes.Length)
                return NotUnderstood;
            if (bytes[at] != ' ')
                break;
            if (bytes[at + 2] != '=' || bytes[at + 3] != '"')
                return NotUnderstood;
            var rest = bytes[(at + 4)..];
            var length = rest.IndexOf((byte)'"');
            if (length < 0)
                return NotUnderstood;
            var value = rest[..length];
            switch (bytes[at + 1])
            {
                case (byte)'r':
                    if (!CellReference.TryParse(value, out column, out rowNumber))
                        return NotUnderstood;
                    break;
                case (byte)'s':
                    style = ParseStyle(value);
                    break;
                case (byte)'t':
                    type = CellTypes.Parse(value);
                    break;
                default:
                    return NotUnderstood;
            }
            at += length + 5;
        }
        if (column >= CellReference.MostColumns)
            return NotUnderstood;
        if (bytes[at] == '/' && bytes[at + 1] == '>')
        {
            Place(column, rowNumber);
            return at + 2;
        }
        if (bytes[at] != '>')
            return NotUnderstood;
        at++;
        return type == CellType.Inline ? FastInline(bytes, at, column, rowNumber) : FastValue(bytes, at, column, rowNumber, type, style);
    }

    /// <summary>Reads <c>&lt;f>..&lt;/f>&lt;v>..&lt;/v>&lt;/c></c>, with or without the formula.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FastValue(ReadOnlySpan<byte> bytes, int at, int column, int rowNumber, CellType type, int style)
    {
        var rest = bytes[at..];
        if (rest.StartsWith("<f>"u8))
        {
            var formulaEnd = rest[3..].IndexOf((byte)'<') + 3;
            if (formulaEnd < 3 || !rest[formulaEnd..].StartsWith("</f>"u8))
                return NotUnderstood;
            at += formulaEnd + 4;
            rest = bytes[at..];
        }
        if (!rest.StartsWith("<v>"u8))
            return NotUnderstood;
        rest = rest[3..];
        var length = rest.IndexOf((byte)'<');
        if (length < 0 || !rest[length..].StartsWith("</v></c>"u8))
            return NotUnderstood;
        var value = rest[..length];
        if (!IsPlain(value, type))
            return NotUnderstood;
        Place(column, rowNumber);
        _values.Add(column, type, style, value, _xml);
        return at + 3 + length + 8;
    }

    /// <summary>Reads <c>&lt;is>&lt;t>..&lt;/t>&lt;/is>&lt;/c></c>.</summary>
    private int FastInline(ReadOnlySpan<byte> bytes, int at, int column, int rowNumber)
    {
        var rest = bytes[at..];
        if (!rest.StartsWith("<is><t>"u8))
            return NotUnderstood;
        rest = rest[7..];
        var length = rest.IndexOf((byte)'<');
        if (length < 0 || !rest[length..].StartsWith("</t></is></c>"u8))
            return NotUnderstood;
        var value = rest[..length];
        // Space at either end would have to be cut off.
        if (!IsPlain(value, CellType.Inline) || (length > 0 && (value[0] <= ' ' || value[^1] <= ' ')))
            return NotUnderstood;
        Place(column, rowNumber);
        _values.Add(column, CellType.Inline, 0, value, _xml);
        return at + 7 + length + 13;
    }

    /// <summary>Whether a value is what it says: numbers and indexes are, when they hold nothing to resolve; texts have to be ASCII too, lest they are no UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlain(ReadOnlySpan<byte> value, CellType type) => type switch
    {
        CellType.Number or CellType.Shared or CellType.Boolean => value.IndexOfAnyExceptInRange((byte)'+', (byte)'e') < 0,
        _ => !value.ContainsAny((byte)'&', (byte)'\r', (byte)'_') && System.Text.Ascii.IsValid(value),
    };
}
