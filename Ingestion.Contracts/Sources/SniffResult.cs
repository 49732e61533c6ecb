namespace Ingestion.Contracts;

/// <summary>What was found out about a source from its beginning, with the evidence for each guess.</summary>
[GenerateSerializer, Immutable, Alias("SniffResult")]
public sealed record SniffResult
{
    /// <summary>An IANA name, such as <c>utf-8</c>.</summary>
    [Id(0)] public required string Encoding { get; init; }
    [Id(1)] public required DialectInfo Dialect { get; init; }
    [Id(2)] public required int HeaderRows { get; init; }

    /// <summary>Lines before the header.</summary>
    [Id(3)] public required int SkipRows { get; init; }

    /// <summary>The sheets of a workbook; empty for text.</summary>
    [Id(4)] public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>The tables of a document; empty for text.</summary>
    [Id(5)] public IReadOnlyList<string> Tables { get; init; } = [];
    [Id(6)] public required IReadOnlyList<SourceColumn> Columns { get; init; }

    /// <summary>Why each guess was made, one sentence each, for a person.</summary>
    [Id(7)] public required IReadOnlyList<string> Evidence { get; init; }
}

/// <summary>How fields and records are delimited, in the terms of <see cref="SourceOptions"/>.</summary>
/// <param name="Delimiter">The character between fields; empty where there is none.</param>
/// <param name="Quote">The character around quoted fields; empty for none.</param>
/// <param name="LineEnd"><c>LF</c>, <c>CRLF</c>, <c>CR</c> or <c>MIXED</c>.</param>
/// <param name="Escape">A backslash, where that stands before quotes inside quoted fields; empty where they are doubled.</param>
/// <param name="TextLayout">How lines are rows.</param>
/// <param name="ColumnStarts">Of <see cref="TextLayout.FixedWidth"/> the 0-based characters that columns begin with; else null.</param>
[GenerateSerializer, Immutable, Alias("DialectInfo")]
public sealed record DialectInfo(
    [property: Id(0)] string Delimiter,
    [property: Id(1)] string Quote,
    [property: Id(2)] string LineEnd,
    [property: Id(3)] string Escape = "",
    [property: Id(4)] TextLayout TextLayout = TextLayout.Delimited,
    [property: Id(5)] IReadOnlyList<int>? ColumnStarts = null);

/// <summary>A column of a source with its inferred type.</summary>
/// <param name="Name">Unique: an empty name becomes <c>column_3</c>, a repeated one gets <c>_2</c>.</param>
/// <param name="Type">The narrowest type that every sampled value fits without losing a character that matters.</param>
/// <param name="Format">The date pattern or <c>precision,scale</c> that was found; null where the type needs none.</param>
/// <param name="Evidence">What the type was inferred from, such as <c>20,000 of 20,000 values are INTEGER</c>.</param>
/// <param name="DecimalSeparator">A comma, where that stands before decimals if there are any; null for a point.</param>
[GenerateSerializer, Immutable, Alias("SourceColumn")]
public sealed record SourceColumn(
    [property: Id(0)] string Name,
    [property: Id(1)] ColumnType Type,
    [property: Id(2)] string? Format,
    [property: Id(3)] string Evidence,
    [property: Id(4)] string? DecimalSeparator = null);
