using System.Collections.Frozen;
using System.Text.Json;

namespace Ingestion.Data;

/// <summary>The stored form of an enum value: the same UPPER_SNAKE_CASE word as in contract JSON.</summary>
internal static class EnumText<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Texts =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(T value) => Texts[value];

    public static T Parse(string text) =>
        Values.TryGetValue(text, out var value)
            ? value
            : throw new InvalidDataException($"The database holds '{text}', which is no {typeof(T).Name} that this version knows.");
}
