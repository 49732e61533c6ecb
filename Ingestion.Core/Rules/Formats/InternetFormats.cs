using System.Buffers;

namespace Ingestion.Core.Rules.Formats;

/// <summary>E-mail addresses and URLs. Letters beyond ASCII are letters: RFC 6531 and 3987 allow them.</summary>
internal static class InternetFormats
{
    private const int MostAddressBytes = 254;
    private const int MostLocalBytes = 64;
    private const int MostDomainBytes = 253;
    private const int MostLabelBytes = 63;

    private static readonly SearchValues<byte> NotInLocalPart =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(value => (byte)value).Where(value => !char.IsAsciiLetterOrDigit((char)value) && !"!#$%&'*+/=?^_`{|}~-.".Contains((char)value))]);

    private static readonly SearchValues<byte> NotInUrl =
        SearchValues.Create([.. Enumerable.Range(0, 33).Select(value => (byte)value), .. "\"<>\\^`{|}\u007f"u8]);

    /// <summary>local@domain as RFC 5321, section 4.1.2 has it, without quoted local parts and address literals; the domain has a dot.</summary>
    public static bool IsEmail(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at is < 1 or > MostLocalBytes || text.Length > MostAddressBytes)
            return false;
        var local = text[..at];
        return local.IndexOfAny(NotInLocalPart) < 0 && local[0] != '.' && local[^1] != '.' && local.IndexOf(".."u8) < 0
            && IsDomain(text[(at + 1)..], leastLabels: 2);
    }

    /// <summary>An absolute http, https or ftp URL with a host.</summary>
    public static bool IsUrl(ReadOnlySpan<byte> text)
    {
        var scheme = text.IndexOf("://"u8);
        if (scheme < 3 || !IsScheme(text[..scheme]) || text.IndexOfAny(NotInUrl) >= 0)
            return false;
        var authority = text[(scheme + 3)..];
        if (authority.IndexOfAny("/?#"u8) is >= 0 and var end)
            authority = authority[..end];
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        if (!authority.IsEmpty && authority[0] == '[')
        {
            var close = authority.IndexOf((byte)']');
            return close > 0 && IpFormats.IsIpv6(authority[1..close]) && IsPort(authority[(close + 1)..]);
        }
        var colon = authority.IndexOf((byte)':');
        var host = colon < 0 ? authority : authority[..colon];
        return (colon < 0 || IsPort(authority[colon..])) && (IpFormats.IsIpv4(host) || IsDomain(host, leastLabels: 1));
    }

    /// <summary>Labels of letters, digits and inner hyphens with dots between; the last one is not a number.</summary>
    private static bool IsDomain(ReadOnlySpan<byte> text, int leastLabels)
    {
        if (text.IsEmpty || text.Length > MostDomainBytes)
            return false;
        for (var labels = 1; ; labels++)
        {
            var dot = text.IndexOf((byte)'.');
            var label = dot < 0 ? text : text[..dot];
            if (!IsLabel(label))
                return false;
            if (dot < 0)
                return labels >= leastLabels && label.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 && (leastLabels == 1 || label.Length > 1);
            text = text[(dot + 1)..];
        }
    }

    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.IsEmpty || label.Length > MostLabelBytes || label[0] == '-' || label[^1] == '-')
            return false;
        foreach (var value in label)
        {
            if (value < 0x80 && value != '-' && !char.IsAsciiLetterOrDigit((char)value))
                return false;
        }
        return true;
    }

    private static bool IsScheme(ReadOnlySpan<byte> text) =>
        System.Text.Ascii.EqualsIgnoreCase(text, "http"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "https"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "ftp"u8);

    private static bool IsPort(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return true;
        if (text[0] != ':' || text.Length > 6)
            return false;
        var port = 0;
        foreach (var digit in text[1..])
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            port = (port * 10) + (digit - '0');
        }
        return port is > 0 and < 65536;
    }
}
