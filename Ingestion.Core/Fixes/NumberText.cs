namespace Ingestion.Core.Fixes;

/// <summary>
/// How numbers are written in a column. What is read is written again digit by digit: nothing is rounded. Thousands are groups of
/// three, so that <c>1.234</c> with a dot between thousands is 1234 and <c>1.2</c> is no number.
/// </summary>
/// <param name="decimalMark">What stands before the decimals.</param>
/// <param name="thousands">What may stand between thousands: any of these texts; a value keeps to one.</param>
/// <param name="currencies">What may stand once before or behind the number.</param>
/// <param name="percent">Whether a percent sign divides by a hundred.</param>
internal sealed class NumberText(byte[] decimalMark, byte[][] thousands, byte[][] currencies, bool percent)
{
    /// <summary>How many more bytes than the text the number may need.</summary>
    public const int MostGrowth = 8;

    /// <summary>Writes the number as digits with a point; false where the text is none.</summary>
    public bool TryWrite(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        if (!TryStrip(ref text, out var isNegative, out var isPercent))
            return false;
        if (isNegative)
            target[written++] = (byte)'-';
        var start = written;
        if (!TryWhole(ref text, target, ref written))
            return false;
        var whole = written - start;
        if (!text.IsEmpty)
        {
            text = text[decimalMark.Length..];
            if (text.IsEmpty || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
                return false;
            text.CopyTo(target[written..]);
            written += text.Length;
        }
        if (written == start)
            return false;
        Place(target, start, isPercent ? whole - 2 : whole, ref written);
        return true;
    }

    /// <summary>Takes off what stands around the digits: white space, a sign or brackets, a currency and a percent sign, in any order.</summary>
    private bool TryStrip(ref ReadOnlySpan<byte> text, out bool isNegative, out bool isPercent)
    {
        isNegative = isPercent = false;
        var hasSign = false;
        var hasCurrency = false;
        while (true)
        {
            text = text[WhiteSpace.Trimmed(text)];
            if (!hasSign && TryStripSign(ref text, out isNegative))
                hasSign = true;
            else if (!hasCurrency && TryStripAny(ref text, currencies))
                hasCurrency = true;
            else if (percent && !isPercent && text.EndsWith("%"u8))
            {
                isPercent = true;
                text = text[..^1];
            }
            else
                return !text.IsEmpty;
        }
    }

    private static bool TryStripSign(ref ReadOnlySpan<byte> text, out bool isNegative)
    {
        isNegative = true;
        if (text.Length > 1 && text[0] == '(' && text[^1] == ')')
            text = text[1..^1];
        else if (TryStrip(ref text, "-"u8) || TryStrip(ref text, "\u2212"u8))
            return true;
        else if (text.StartsWith("+"u8))
        {
            text = text[1..];
            isNegative = false;
        }
        else
            return isNegative = false;
        return true;
    }

    private static bool TryStripAny(ref ReadOnlySpan<byte> text, byte[][] tokens)
    {
        foreach (var token in tokens)
        {
            if (TryStrip(ref text, token))
                return true;
        }
        return false;
    }

    private static bool TryStrip(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> token)
    {
        if (text.StartsWith(token))
            text = text[token.Length..];
        else if (text.EndsWith(token))
            text = text[..^token.Length];
        else
            return false;
        return true;
    }

    /// <summary>Writes the digits before the decimals, and leaves the decimal mark and what follows.</summary>
    private bool TryWhole(ref ReadOnlySpan<byte> text, Span<byte> target, ref int written)
    {
        byte[]? between = null;
        for (var group = 0; ;)
        {
            if (!text.IsEmpty && (uint)(text[0] - '0') <= 9)
            {
                target[written++] = text[0];
                text = text[1..];
                group++;
                continue;
            }
            if (text.IsEmpty || text.StartsWith(decimalMark))
                return between is null || group == 3;
            var separator = between ?? Separator(text);
            if (separator is null || !text.StartsWith(separator) || group == 0 || (between is null ? group > 3 : group != 3))
                return false;
            between = separator;
            text = text[separator.Length..];
            group = 0;
        }
    }

    private byte[]? Separator(ReadOnlySpan<byte> text)
    {
        foreach (var separator in thousands)
        {
            if (text.StartsWith(separator))
                return separator;
        }
        return null;
    }

    /// <summary>Puts the point behind so many of the digits from <paramref name="start"/>, with zeros where there are too few.</summary>
    private static void Place(Span<byte> target, int start, int whole, ref int written)
    {
        for (; whole < 1; whole++)
        {
            target[start..written].CopyTo(target[(start + 1)..]);
            target[start] = (byte)'0';
            written++;
        }
        if (whole == written - start)
            return;
        target[(start + whole)..written].CopyTo(target[(start + whole + 1)..]);
        target[start + whole] = (byte)'.';
        written++;
    }
}
