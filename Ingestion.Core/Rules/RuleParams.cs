using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Core.Rules;

/// <summary>
/// Reads a rule's parameters, and reports what is wrong with each. Everything that is asked for and wrong answers null, so that a
/// caller collects all problems and then looks at <see cref="HasProblem"/>.
/// </summary>
internal sealed class RuleParams(RuleSpec rule, string path, Action<RecipeProblem> report)
{
    public RuleSpec Rule => rule;

    /// <summary>Whether anything was reported.</summary>
    public bool HasProblem { get; private set; }

    /// <summary>How messages call the rule.</summary>
    public string TypeName { get; } = EnumWords.Of(rule.Type);

    /// <summary>Reports a problem with a parameter, or with all of them where the name is empty.</summary>
    public void Problem(string name, string message)
    {
        HasProblem = true;
        report(new RecipeProblem(name.Length == 0 ? $"{path}.params" : $"{path}.params.{name}", message));
    }

    /// <summary>Reports a problem with the rule itself.</summary>
    public void RuleProblem(string name, string message)
    {
        HasProblem = true;
        report(new RecipeProblem($"{path}.{name}", message));
    }

    /// <summary>Refuses what is no parameter of the rule: a misspelt one would silently do nothing.</summary>
    public void RefuseUnknown()
    {
        if (rule.Params.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return;
        if (rule.Params.ValueKind != JsonValueKind.Object)
        {
            Problem("", $"The parameters are a JSON object, such as {{\"name\": \"value\"}}, and not {Kind(rule.Params)}.");
            return;
        }
        var known = RuleTemplates.ParamsOf(rule.Type);
        foreach (var given in rule.Params.EnumerateObject().Where(given => !known.Contains(given.Name)))
            Problem(given.Name, $"{TypeName} has no parameter '{given.Name}'. {(known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", known)}.")}");
    }

    /// <summary>A parameter; null where it is not given.</summary>
    public JsonElement? Of(string name) =>
        rule.Params.ValueKind == JsonValueKind.Object && rule.Params.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; null where it is not given.</summary>
    public string? Text(string name)
    {
        if (Of(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Problem(name, $"It is a text in quotes, and not {Kind(value)}.");
        return null;
    }

    /// <summary>A text that must be there and not be empty.</summary>
    public string? Needed(string name, string what)
    {
        var text = Text(name);
        if (string.IsNullOrEmpty(text) && (text is not null || Of(name) is null))
            Problem(name, $"{TypeName} needs {what}.");
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A value as a source would write it: a text, or a number, true or false as JSON writes it; null where it is not given.</summary>
    public string? Value(string name)
    {
        if (Of(name) is not { } value)
            return null;
        if (AsValue(value) is { } text)
            return text;
        Problem(name, $"It is a text, a number, true or false, and not {Kind(value)}.");
        return null;
    }

    /// <summary>A list of values; empty where it is not given.</summary>
    public IReadOnlyList<string> Values(string name, string? needed = null)
    {
        var items = Of(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(AsValue).ToArray() : null;
        if (items is not null && items.All(item => item is not null) && (items.Length > 0 || needed is null))
            return items!;
        if (Of(name) is not null || needed is not null)
            Problem(name, $"{TypeName} needs {needed ?? "a list of texts"}.");
        return [];
    }

    /// <summary>A whole number; null where it is not given.</summary>
    public int? Integer(string name, int least, int most)
    {
        if (Of(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Problem(name, $"It is a whole number from {least} to {most}, and not {(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Kind(value))}.");
        return null;
    }

    /// <summary>True or false; false where it is not given.</summary>
    public bool Flag(string name, bool otherwise = false)
    {
        if (Of(name) is not { } value)
            return otherwise;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Problem(name, $"It is true or false, and not {Kind(value)}.");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>One of an enumeration's words; <paramref name="otherwise"/> where it is not given.</summary>
    public T Choice<T>(string name, T otherwise, string verb = "use") where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (EnumWords.TryParse<T>(text, out var value))
            return value;
        Problem(name, $"'{text}' is not known; {verb} {EnumWords.List<T>()}.");
        return otherwise;
    }

    /// <summary>A JSON value as a source would write it; null for lists, objects and null.</summary>
    public static string? AsValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => value.GetRawText(),
    };
}
