using System.Text;

namespace Ingestion.Core.Rules.Formats;

/// <summary>International bank account numbers, ISO 13616.</summary>
internal static class IbanFormat
{
    // The SWIFT IBAN registry: each country's length.
    private const string Registry =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28"
        + "HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28"
        + "PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

    private static readonly byte[] Lengths = ReadRegistry();

    /// <summary>Whether the length is its country's and the check digits are right (ISO 7064, MOD 97-10).</summary>
    public static bool IsIban(ReadOnlySpan<byte> text)
    {
        if (text.Length < 5 || !char.IsAsciiLetterUpper((char)text[0]) || !char.IsAsciiLetterUpper((char)text[1])
            || !char.IsAsciiDigit((char)text[2]) || !char.IsAsciiDigit((char)text[3]) || Lengths[Place(text[0], text[1])] != text.Length)
            return false;
        var rest = 0;
        // The first four characters count last.
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[(i + 4) % text.Length];
            if (char.IsAsciiDigit((char)value))
                rest = ((rest * 10) + (value - '0')) % 97;
            else if (char.IsAsciiLetterUpper((char)value))
                rest = ((rest * 100) + (value - 'A' + 10)) % 97;
            else
                return false;
        }
        return rest == 1;
    }

    private static byte[] ReadRegistry()
    {
        var lengths = new byte[26 * 26];
        var registry = Encoding.ASCII.GetBytes(Registry);
        for (var i = 0; i < registry.Length; i += 4)
            lengths[Place(registry[i], registry[i + 1])] = (byte)(((registry[i + 2] - '0') * 10) + (registry[i + 3] - '0'));
        return lengths;
    }

    private static int Place(byte first, byte second) => ((first - 'A') * 26) + (second - 'A');
}
