using Ingestion.Core.Plans;

namespace Ingestion.Core.Csv;

/// <summary>Tells encodings of the time before Unicode by the frequencies of their bytes, and where these leave a choice by what tables hold.</summary>
internal static class LegacyEncoding
{
    private const string Western = "windows-1252";
    private const int LookedAtBytes = 256 * 1024;
    private const byte CurrencyOrEuro = 0xA4;

    // The letters of KOI8-U that are frames of boxes in KOI8-R (RFC 2319).
    private static ReadOnlySpan<byte> UkrainianLetters => [0xA4, 0xA6, 0xA7, 0xAD, 0xB4, 0xB6, 0xB7, 0xBD];

    /// <summary>The encoding of bytes that are not UTF-8, and what else it may be.</summary>
    public static SourceEncoding Detect(ReadOnlySpan<byte> sample)
    {
        var bytes = sample[..Math.Min(sample.Length, LookedAtBytes)].ToArray();
        var candidates = UtfUnknown.CharsetDetector.DetectFromBytes(bytes).Details
            .Where(detail => detail.Encoding is { WebName: not ("us-ascii" or "utf-8") } && SourceOptionsCheck.Find(detail.Encoding.WebName) is not null)
            .Select(detail => (Name: Refined(detail.Encoding.WebName, bytes), detail.Confidence)).ToList();
        if (candidates.Count == 0)
            return new(Western, 0, $"Encoding {Western}: the bytes are not UTF-8, and nothing speaks for another encoding.");
        var (name, confidence) = candidates[0];
        var text = Decode(name, bytes);
        if (name != "iso-8859-1" && text == Decode(Western, bytes))
            return new(Western, 0, $"Encoding {Western}: the bytes are not UTF-8, and the few beyond ASCII mean the same in several encodings, of which it is the most usual.");
        var other = candidates.Find(candidate => candidate.Confidence * 2 > confidence && Decode(candidate.Name, bytes) != text).Name;
        return new(name, 0, FormattableString.Invariant(
            $"Encoding {name}: the bytes are not UTF-8, and their frequencies speak for it ({confidence:P0}).{(other is null ? "" : $" It may be {other} too: if letters are wrong, set source.encoding.")}"));
    }

    private static string Refined(string name, byte[] bytes) => name switch
    {
        "koi8-r" when bytes.AsSpan().IndexOfAny(UkrainianLetters) >= 0 => "koi8-u",
        // Tables hold euros; hardly anyone ever wrote the sign for any currency.
        "iso-8859-1" when bytes.AsSpan().Contains(CurrencyOrEuro) && !bytes.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0x9F) => "iso-8859-15",
        _ => name,
    };

    private static string Decode(string name, byte[] bytes) => SourceOptionsCheck.Find(name)!.GetString(bytes);
}
