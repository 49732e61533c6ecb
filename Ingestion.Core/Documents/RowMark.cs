using System.Buffers.Text;

namespace Ingestion.Core.Documents;

/// <summary>
/// How a staged row begins: where it stands in its document and which of its cells the document says are errors, such as <c>5</c>,
/// <c>3.1.5</c>, <c>3.1.5.80</c> with a confidence, <c>3.1.5.80~2.45</c> with that of a cell, or <c>5!0;4</c>. Page and table are left out where
/// both are 0; columns are 0-based in the staged row.
/// </summary>
internal static class RowMark
{
    private const int MostDigits = 10;

    /// <summary>The most bytes of a position.</summary>
    public const int MostPositionBytes = (4 * MostDigits) + 3;

    /// <summary>Writes a position and says how many bytes it took.</summary>
    public static int Write(RowPosition position, Span<byte> target)
    {
        var length = 0;
        if (position.Page > 0 || position.Table > 0)
        {
            Append(position.Page, target, ref length);
            target[length++] = (byte)'.';
            Append(position.Table, target, ref length);
            target[length++] = (byte)'.';
        }
        Append(position.Row, target, ref length);
        if (position.Confidence > 0)
        {
            target[length++] = (byte)'.';
            Append(position.Confidence, target, ref length);
        }
        return length;
    }

    /// <summary>The position in a mark.</summary>
    /// <exception cref="InvalidDataException">It is no mark.</exception>
    public static RowPosition Parse(ReadOnlySpan<byte> mark)
    {
        var position = mark[..(mark.IndexOfAny((byte)'!', (byte)'~') is >= 0 and var end ? end : mark.Length)];
        Span<int> parts = stackalloc int[4];
        parts.Clear();
        var count = 0;
        foreach (var part in position.Split((byte)'.'))
        {
            if (count == parts.Length || !Utf8Parser.TryParse(position[part], out parts[count++], out var read) || read != position[part].Length)
                throw new InvalidDataException($"'{System.Text.Encoding.UTF8.GetString(mark)}' is no mark of a staged row.");
        }
        return count >= 3 ? new(parts[0], parts[1], parts[2], parts[3], Doubts(mark)) : new(0, 0, parts[0]);
    }

    /// <summary>Writes the cells that are less sure than their row.</summary>
    /// <param name="doubts">The cells.</param>
    /// <param name="firstColumn">The document's column that the staged row begins with.</param>
    public static string Write(IReadOnlyList<CellDoubt> doubts, int firstColumn) =>
        "~" + string.Join(';', doubts.Select(doubt => FormattableString.Invariant($"{doubt.Column - firstColumn}.{doubt.Confidence}")));

    private static List<CellDoubt>? Doubts(ReadOnlySpan<byte> mark)
    {
        var start = mark.IndexOf((byte)'~');
        if (start < 0)
            return null;
        var doubts = new List<CellDoubt>();
        var text = mark[(start + 1)..];
        foreach (var part in text.Split((byte)';'))
        {
            if (Utf8Parser.TryParse(text[part], out int column, out var read) && Utf8Parser.TryParse(text[part][Math.Min(read + 1, text[part].Length)..], out int confidence, out _))
                doubts.Add(new CellDoubt(column, confidence));
        }
        return doubts;
    }

    /// <summary>Whether a row has cells that are errors.</summary>
    public static bool HasErrors(ReadOnlySpan<byte> mark) => mark.Contains((byte)'!');

    /// <summary>Whether the cell of a column is an error.</summary>
    public static bool IsError(ReadOnlySpan<byte> mark, int column)
    {
        var errors = mark[(mark.IndexOf((byte)'!') + 1)..];
        errors = errors[..(errors.IndexOf((byte)'~') is >= 0 and var end ? end : errors.Length)];
        foreach (var part in errors.Split((byte)';'))
        {
            if (Utf8Parser.TryParse(errors[part], out int number, out _) && number == column)
                return true;
        }
        return false;
    }

    private static void Append(int value, Span<byte> target, ref int length)
    {
        Utf8Formatter.TryFormat(value, target[length..], out var written);
        length += written;
    }
}
