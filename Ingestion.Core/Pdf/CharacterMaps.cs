using System.Buffers.Text;

namespace Ingestion.Core.Pdf;

/// <summary>Looks for maps of characters (ISO 32000-1, 9.7.5) that name more of them than there are: the library lists each of a range's.</summary>
internal static class CharacterMaps
{
    private const long MostCharacters = 4 << 20;
    private const int WindowBytes = 4 << 20;

    // A map that begins before a window's end goes on behind it.
    private const int OverlapBytes = 1 << 20;

    /// <summary>Takes the characters of a file's maps that are not packed; those that are are looked at when they are unpacked.</summary>
    /// <exception cref="UnreadableSourceException">They are too many.</exception>
    public static void Check(Stream file, PdfBudget budget)
    {
        var window = new byte[(int)Math.Min(WindowBytes, file.Length + 1)];
        var kept = 0;
        file.Seek(0, SeekOrigin.Begin);
        for (int read; (read = file.ReadAtLeast(window.AsSpan(kept), window.Length - kept, throwOnEndOfStream: false)) > 0;)
        {
            var bytes = window.AsSpan(0, kept + read);
            Check(bytes, budget);
            kept = Math.Min(OverlapBytes, bytes.Length - 1);
            bytes[^kept..].CopyTo(window);
        }
        file.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>Takes the characters of the maps in some bytes.</summary>
    /// <exception cref="UnreadableSourceException">They are too many.</exception>
    public static void Check(ReadOnlySpan<byte> bytes, PdfBudget budget)
    {
        long characters = 0;
        for (int begin; (begin = bytes.IndexOf("range"u8)) >= 0;)
        {
            var isRange = bytes[..begin].EndsWith("beginbf"u8) || bytes[..begin].EndsWith("begincid"u8);
            bytes = bytes[(begin + "range"u8.Length)..];
            if (!isRange)
                continue;
            var end = bytes.IndexOf((byte)'e');
            characters += Count(end < 0 ? bytes : bytes[..end]);
            if (characters > MostCharacters)
                budget.RefuseCharacters(MostCharacters);
        }
    }

    /// <summary>How many characters ranges such as <c>&lt;00&gt; &lt;FF&gt; &lt;0041&gt;</c> name.</summary>
    private static long Count(ReadOnlySpan<byte> ranges)
    {
        long count = 0;
        while (TryTake(ref ranges, out var first) && TryTake(ref ranges, out var last))
        {
            count += Math.Max(0, last - first);
            // What it is mapped to: a code, a number or a list of codes.
            var next = ranges.TrimStart(" \t\r\n"u8);
            ranges = next.StartsWith("["u8) ? next[(next.IndexOf((byte)']') + 1)..] : next;
            if (next.StartsWith("<"u8))
                TryTake(ref ranges, out _);
        }
        return count;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, out long code)
    {
        code = 0;
        var start = text.IndexOf((byte)'<');
        if (start < 0)
            return false;
        text = text[(start + 1)..];
        var end = text.IndexOf((byte)'>');
        if (end < 0)
            return false;
        var digits = text[..end];
        text = text[(end + 1)..];
        // More digits than that are a code of more than the four bytes that there are.
        if (!Utf8Parser.TryParse(digits, out code, out _, 'X'))
            code = digits.Length > 15 ? long.MaxValue / 4 : 0;
        return true;
    }
}
