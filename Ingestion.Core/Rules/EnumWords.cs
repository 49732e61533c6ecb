using System.Text.Json;

namespace Ingestion.Core.Rules;

/// <summary>Enumerations as the contract writes them: UPPER_SNAKE_CASE.</summary>
internal static class EnumWords
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    /// <summary>Reads a word in any case.</summary>
    public static bool TryParse<T>(string word, out T value) where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            value = known;
            if (string.Equals(Of(known), word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        value = default;
        return false;
    }

    /// <summary>All words, as a sentence lists them.</summary>
    public static string List<T>() where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Select(Of).ToArray();
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }
}
