using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>One check of a recipe.</summary>
/// <param name="Id">Unique in its recipe; violations name it.</param>
/// <param name="Type">The rule's template.</param>
/// <param name="Column">The column it looks at: a name of the result or else of the source. Null for a rule over several columns.</param>
/// <param name="Params">A JSON object with the template's parameters.</param>
/// <param name="Severity">Default: <see cref="RuleSeverity.Error"/>.</param>
/// <param name="Name">What a person calls it.</param>
[GenerateSerializer, Immutable, Alias("RuleSpec")]
public sealed record RuleSpec(
    [property: Id(0)] string Id,
    [property: Id(1)] RuleType Type,
    [property: Id(2)] string? Column = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Params = default,
    [property: Id(4)] RuleSeverity Severity = RuleSeverity.Error,
    [property: Id(5)] string? Name = null)
{
    /// <summary>The rule that holds for every column without being asked for: each value fits its column's type.</summary>
    public const string ImplicitTypeRuleId = "TYPE";

    /// <summary>The rule that holds for every cell of a document without being asked for: it is no error such as <c>#DIV/0!</c>.</summary>
    public const string CellErrorRuleId = "CELL_ERROR";

    // For JSON: what may be left out is a property there, since the schema of a parameter cannot show JsonElement's default.
    [JsonConstructor]
    private RuleSpec(string id, RuleType type) : this(id, type, null)
    {
    }
}

/// <summary>The rule templates.</summary>
public enum RuleType
{
    /// <summary>The value is present.</summary>
    NotNull,

    /// <summary>A number, date or timestamp lies between <c>min</c> and <c>max</c>, both included, either absent.</summary>
    Range,

    /// <summary>The text matches <c>pattern</c>.</summary>
    Regex,

    /// <summary>Of the rows with equal values in <c>columns</c> only one stays: <c>keep</c> FIRST or LAST in source order.</summary>
    Dedupe,

    /// <summary>The implicit rule; naming it for a column changes its severity.</summary>
    Type,
}

/// <summary>What a violation does to its row.</summary>
public enum RuleSeverity
{
    /// <summary>The row goes to the rejects.</summary>
    Error,

    /// <summary>The row stays; the violation is counted.</summary>
    Warning,
}

/// <summary>Which of several equal rows a DEDUPE rule keeps.</summary>
public enum DedupeKeep
{
    /// <summary>The first in source order.</summary>
    First,

    /// <summary>The last in source order.</summary>
    Last,
}

/// <summary>A rule template as <c>GET /ingestion/templates/cleaning</c> shows it.</summary>
/// <param name="Key">The rule type's name, such as <c>NOT_NULL</c>.</param>
/// <param name="Label">A short title.</param>
/// <param name="Description">What the rule does, in one or two sentences.</param>
/// <param name="Params">JSON Schema of <see cref="RuleSpec.Params"/>.</param>
public sealed record RuleTemplate(string Key, string Label, string Description, JsonElement Params);
