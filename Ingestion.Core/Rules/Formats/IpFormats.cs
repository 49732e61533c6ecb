using System.Net;

namespace Ingestion.Core.Rules.Formats;

/// <summary>IP addresses.</summary>
internal static class IpFormats
{
    /// <summary>Four numbers from 0 to 255 with dots between, without leading zeros, which some read as octal.</summary>
    public static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        for (var part = 0; part < 4; part++)
        {
            var digits = 0;
            var value = 0;
            for (; digits < text.Length && digits < 3 && char.IsAsciiDigit((char)text[digits]); digits++)
                value = (value * 10) + (text[digits] - '0');
            if (digits == 0 || value > 255 || (digits > 1 && text[0] == '0'))
                return false;
            text = text[digits..];
            if (part == 3)
                return text.IsEmpty;
            if (text.IsEmpty || text[0] != '.')
                return false;
            text = text[1..];
        }
        return false;
    }

    /// <summary>RFC 4291, section 2.2, without a zone.</summary>
    public static bool IsIpv6(ReadOnlySpan<byte> text) => text.Contains((byte)':') && !text.ContainsAny("%[]"u8) && IPAddress.IsValidUtf8(text);
}
