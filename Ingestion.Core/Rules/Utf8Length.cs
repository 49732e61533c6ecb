namespace Ingestion.Core.Rules;

/// <summary>Counts in valid UTF-8.</summary>
internal static class Utf8Length
{
    /// <summary>How many characters (code points) there are: every byte that does not go on with one begins one.</summary>
    public static int CountCharacters(this ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
            count += (sbyte)value >= -64 ? 1 : 0;
        return count;
    }
}
