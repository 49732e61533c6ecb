namespace Ingestion.Core.Rules.Formats;

/// <summary>Telephone numbers.</summary>
internal static class PhoneFormat
{
    /// <summary>ITU-T E.164: a plus sign and 7 to 15 digits, the first of them not 0, and nothing between them.</summary>
    public static bool IsE164(ReadOnlySpan<byte> text) =>
        text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
