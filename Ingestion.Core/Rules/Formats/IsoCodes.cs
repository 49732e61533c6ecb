namespace Ingestion.Core.Rules.Formats;

/// <summary>Codes of countries and currencies, in capitals as the standards write them.</summary>
internal static class IsoCodes
{
    // ISO 3166-1 alpha-2, officially assigned codes (249).
    private const string Countries =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
        + "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT "
        + "JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
        + "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ "
        + "TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    // ISO 4217, active codes of currencies, funds and precious metals.
    private const string Currencies =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD "
        + "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD "
        + "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE "
        + "SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF "
        + "XPT XSU XTS XUA XXX YER ZAR ZMW ZWG";

    private static readonly HashSet<int> CountryNumbers = Numbers(Countries);
    private static readonly HashSet<int> CurrencyNumbers = Numbers(Currencies);

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public static bool IsCountry(ReadOnlySpan<byte> text) => text.Length == 2 && CountryNumbers.Contains(Number(text[0], text[1], 0));

    /// <summary>ISO 4217.</summary>
    public static bool IsCurrency(ReadOnlySpan<byte> text) => text.Length == 3 && CurrencyNumbers.Contains(Number(text[0], text[1], text[2]));

    private static HashSet<int> Numbers(string codes) =>
        [.. codes.Split(' ').Select(code => Number((byte)code[0], (byte)code[1], code.Length > 2 ? (byte)code[2] : (byte)0))];

    private static int Number(byte first, byte second, byte third) => (first << 16) | (second << 8) | third;
}
