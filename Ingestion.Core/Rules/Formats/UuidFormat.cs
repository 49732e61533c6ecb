namespace Ingestion.Core.Rules.Formats;

/// <summary>UUIDs of any version.</summary>
internal static class UuidFormat
{
    /// <summary>RFC 9562, section 4: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
                return false;
        }
        return true;
    }
}
