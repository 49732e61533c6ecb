using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>One rule of a recipe: a fix, which changes values before anything looks at them, or a check.</summary>
/// <param name="Id">Unique in its recipe; violations and counts name it.</param>
/// <param name="Type">The rule's template.</param>
/// <param name="Column">The column it looks at: a name of the result or else of the source. Null for a rule over several columns.</param>
/// <param name="Params">A JSON object with the template's parameters.</param>
/// <param name="Severity">Default: <see cref="RuleSeverity.Error"/>. Means nothing for a fix.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="OnFail">What a violation does to its row; null: REJECT for an ERROR, KEEP for a WARNING. A FATAL stops the job and takes none.</param>
[GenerateSerializer, Immutable, Alias("RuleSpec")]
public sealed record RuleSpec(
    [property: Id(0)] string Id,
    [property: Id(1)] RuleType Type,
    [property: Id(2)] string? Column = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Params = default,
    [property: Id(4)] RuleSeverity Severity = RuleSeverity.Error,
    [property: Id(5)] string? Name = null,
    // Left out where it is null, so that a recipe without it keeps its hash.
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RuleOnFail? OnFail = null)
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

/// <summary>What a violation does to its row.</summary>
public enum RuleSeverity
{
    /// <summary>The row goes to the rejects.</summary>
    Error,

    /// <summary>The row stays; the violation is counted.</summary>
    Warning,

    /// <summary>The job ends with FAILED; its error names the rule, the row and the value.</summary>
    Fatal,
}

/// <summary>What a violation does to its row and value, where the severity alone does not say.</summary>
public enum RuleOnFail
{
    /// <summary>The row goes to the rejects.</summary>
    Reject,

    /// <summary>The row stays, without the value.</summary>
    SetNull,

    /// <summary>The row stays, with the parameter <c>default</c> as its value.</summary>
    SetDefault,

    /// <summary>The row stays as it is.</summary>
    Keep,
}

/// <summary>Which of several equal rows a DEDUPE rule keeps.</summary>
public enum DedupeKeep
{
    /// <summary>The first in source order.</summary>
    First,

    /// <summary>The last in source order.</summary>
    Last,
}
