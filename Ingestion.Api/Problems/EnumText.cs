using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Problems;

/// <summary>Enum values as users write them: <c>NOT_NULL</c>.</summary>
internal static class EnumText
{
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    public static IReadOnlyCollection<string> AllOf<TEnum>() where TEnum : struct, Enum => Names<TEnum>.ByText.Keys;

    public static bool TryParse<TEnum>(string text, out TEnum value) where TEnum : struct, Enum =>
        Names<TEnum>.ByText.TryGetValue(text, out value);

    /// <summary>Reads an optional value of the query; the problem says what is allowed.</summary>
    public static bool TryParseQuery<TEnum>(string? text, string name, out TEnum? value, [NotNullWhen(false)] out ProblemHttpResult? problem)
        where TEnum : struct, Enum
    {
        (value, problem) = (null, null);
        if (string.IsNullOrEmpty(text))
            return true;
        if (TryParse<TEnum>(text, out var parsed))
            value = parsed;
        else
            problem = Problem.Invalid(name, NotOneOf<TEnum>(text));
        return problem is null;
    }

    public static string NotOneOf<TEnum>(string text) where TEnum : struct, Enum =>
        $"'{Shorten(text)}' is not one of {string.Join(", ", AllOf<TEnum>())}.";

    private static string Shorten(string text) => text.Length <= 50 ? text : text[..50] + "…";

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ByValue =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

        public static readonly Dictionary<string, TEnum> ByText =
            ByValue.ToDictionary(name => name.Value, name => name.Key, StringComparer.OrdinalIgnoreCase);
    }
}
