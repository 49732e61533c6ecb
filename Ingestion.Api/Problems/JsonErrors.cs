using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace Ingestion.Api.Problems;

/// <summary>Says what is wrong with a JSON body in the words of its author, not of our types.</summary>
internal static partial class JsonErrors
{
    private const string Text = "This must be a text.";
    private const string TrueOrFalse = "This must be true or false.";
    private const string WholeNumber = "This must be a whole number.";
    private const string Number = "This must be a number.";
    private const string Time = "This must be a time as ISO 8601 writes it, such as 2026-01-31T12:00:00Z.";
    private static readonly string[] Required = ["This is required."];

    private static readonly (string Sign, string Text)[] Expectations =
    [
        ("as a string", Text),
        ("as a boolean", TrueOrFalse),
        ("as a number", Number),
        ("Int32", WholeNumber),
        ("Int64", WholeNumber),
        ("Double", Number),
        ("Guid", Problem.NotAnId),
        ("DateTimeOffset", Time),
    ];

    /// <param name="error">What the serializer said.</param>
    /// <param name="root">The name of the form field that held the JSON; empty for a body.</param>
    public static ProblemDetails Describe(JsonException error, string root = "")
    {
        var path = PathOf(error, root);
        // Broken syntax is reported by the reader inside the serializer; all else is a value that does not fit.
        if (error.InnerException is JsonException)
        {
            var message = $"{Sentence().Match(error.Message).Value} (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})";
            var problem = Problem.InvalidDetails(new Dictionary<string, string[]> { [path] = [message] });
            problem.Type = Problem.TypeOf("malformed-json");
            problem.Title = "The JSON is malformed.";
            return problem;
        }
        return Problem.InvalidDetails(Fields(error, path));
    }

    private static Dictionary<string, string[]> Fields(JsonException error, string path)
    {
        var message = error.Message;
        // The inner error knows what was expected; the outer one names the object that has the property.
        if (error.InnerException is { } inner && Array.Find(Expectations, known => inner.Message.Contains(known.Sign, StringComparison.Ordinal)) is { Text: { } text })
            return new() { [path] = [text] };
        if (MissingProperties().Match(message) is { Success: true } missing)
            return Name().Matches(missing.Groups[1].Value).ToDictionary(
                name => path is "$" ? name.Groups[1].Value : $"{path}.{name.Groups[1].Value}",
                _ => Required);
        if (UnknownProperty().Match(message) is { Success: true } unknown)
            return new() { [path] = [$"There is no property '{unknown.Groups[1].Value}' here; check its spelling."] };
        if (WrongType().Match(message) is { Success: true } wrong)
            return new() { [path] = [Expected(wrong.Groups[1].Value)] };
        if (message.Contains("allow", StringComparison.Ordinal) && message.Contains("null", StringComparison.Ordinal))
            return new() { [path] = ["This must not be null; leave it out for its default."] };
        return new() { [path] = [Sentence().Match(message).Value] };
    }

    private static string Expected(string typeName)
    {
        if (typeName.Contains("List", StringComparison.Ordinal) || typeName.EndsWith("[]", StringComparison.Ordinal))
            return "This must be an array.";
        return typeName switch
        {
            "System.String" => Text,
            "System.Boolean" => TrueOrFalse,
            "System.Int32" or "System.Int64" => WholeNumber,
            "System.Double" => Number,
            "System.DateTimeOffset" => Time,
            _ => "This must be an object.",
        };
    }

    private static string PathOf(JsonException error, string root)
    {
        var path = error.Path is null or "$" ? "" : error.Path[1..].TrimStart('.');
        return (root, path) switch
        {
            ("", "") => "$",
            ("", _) => path,
            (_, "") => root,
            _ => $"{root}.{path}",
        };
    }

    [GeneratedRegex(@"^.*?(?=( Path: |$))", RegexOptions.Singleline)]
    private static partial Regex Sentence();

    [GeneratedRegex("missing required properties including: (.*)")]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Name();

    [GeneratedRegex("The JSON property '(.*?)' could not be mapped")]
    private static partial Regex UnknownProperty();

    [GeneratedRegex(@"could not be converted to (?:System\.Nullable`1\[)?([\w.\[\]`]+?)\]?(?:[.,]? |\.$)")]
    private static partial Regex WrongType();
}
