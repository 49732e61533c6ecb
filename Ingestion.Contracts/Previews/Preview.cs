using System.Text.Json;

namespace Ingestion.Contracts;

/// <summary>What a recipe would do to the first rows of an artifact.</summary>
[GenerateSerializer, Immutable, Alias("PreviewRequest")]
public sealed record PreviewRequest(
    [property: Id(0)] ProjectId ProjectId,
    [property: Id(1)] ArtifactId ArtifactId,
    [property: Id(2)] Recipe Recipe,
    [property: Id(3)] int Limit);

/// <summary>The answer: the rows with their verdicts, or what is wrong with the recipe or the file.</summary>
[GenerateSerializer, Immutable, Alias("PreviewResult")]
public sealed record PreviewResult
{
    [Id(0)] public IReadOnlyList<PreviewColumn> Columns { get; init; } = [];
    [Id(1)] public IReadOnlyList<PreviewRow> Rows { get; init; } = [];

    /// <summary>The account of the rows shown.</summary>
    [Id(2)] public RowCounts Counts { get; init; }

    /// <summary>How the columns of a saved recipe were found; null for a recipe that came with the request.</summary>
    [Id(3)] public RecipeMatch? RecipeMatch { get; init; }
}

/// <summary>A column of the result as previewed.</summary>
[GenerateSerializer, Immutable, Alias("PreviewColumn")]
public sealed record PreviewColumn(
    [property: Id(0)] string Name,
    [property: Id(1)] ColumnType Type,
    [property: Id(2)] string? From,
    [property: Id(3)] string? Format);

/// <summary>One row of a preview.</summary>
/// <param name="RowIndex">0-based, data rows.</param>
/// <param name="LineNumber">1-based, header counted: the line where the record starts.</param>
/// <param name="Values">The value of each column as JSON: integers and decimals keep every digit; a value that does not fit its type is shown as its text; empty for an unreadable row.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Violations">Every rule it broke, warnings included.</param>
/// <param name="Position">Where it stands in a document, such as <c>Orders!A5</c>; null in text.</param>
[GenerateSerializer, Immutable, Alias("PreviewRow")]
public sealed record PreviewRow(
    [property: Id(0)] long RowIndex,
    [property: Id(1)] long LineNumber,
    [property: Id(2)] IReadOnlyList<JsonElement> Values,
    [property: Id(3)] RowVerdict Verdict,
    [property: Id(4)] IReadOnlyList<Violation> Violations,
    [property: Id(5)] string? Position = null);

/// <summary>What became of a row.</summary>
public enum RowVerdict
{
    Kept,
    Rejected,
    Duplicate,
    Unreadable,
}

/// <summary>A rule that a row broke, in words.</summary>
[GenerateSerializer, Immutable, Alias("Violation")]
public sealed record Violation(
    [property: Id(0)] string RuleId,
    [property: Id(1)] string? Column,
    [property: Id(2)] string Message);
