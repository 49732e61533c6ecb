namespace Ingestion.Contracts;

/// <summary>The profile of a source's beginning and what follows from it.</summary>
[GenerateSerializer, Immutable, Alias("ProfileReport")]
public sealed record ProfileReport
{
    /// <summary>What is in the rows that were looked at.</summary>
    [Id(0)] public required DatasetProfile Profile { get; init; }

    /// <summary>Rules that these rows nearly keep.</summary>
    [Id(1)] public IReadOnlyList<SuggestedRule> Rules { get; init; } = [];

    /// <summary>Null tokens and types that would make more of the values fit.</summary>
    [Id(2)] public IReadOnlyList<SuggestedMapping> Mappings { get; init; } = [];
}

/// <summary>A rule, and what it alone would do to the rows that were profiled.</summary>
/// <param name="Rule">Ready to be put into a recipe.</param>
/// <param name="Why">What speaks for it, in a sentence.</param>
/// <param name="WouldReject">How many of the profiled rows it would take out of the result.</param>
/// <param name="Examples">The first of them, at most five.</param>
[GenerateSerializer, Immutable, Alias("SuggestedRule")]
public sealed record SuggestedRule(
    [property: Id(0)] RuleSpec Rule,
    [property: Id(1)] string Why,
    [property: Id(2)] long WouldReject,
    [property: Id(3)] IReadOnlyList<RejectExample> Examples);

/// <summary>A column's mapping, and how many of the profiled rows would not fit it.</summary>
/// <param name="Mapping">Ready to be put into a recipe.</param>
/// <param name="Why">What speaks for it, in a sentence.</param>
/// <param name="WouldReject">How many of the profiled rows have a value that does not fit it.</param>
/// <param name="Examples">The first of them, at most five.</param>
[GenerateSerializer, Immutable, Alias("SuggestedMapping")]
public sealed record SuggestedMapping(
    [property: Id(0)] ColumnMapping Mapping,
    [property: Id(1)] string Why,
    [property: Id(2)] long WouldReject,
    [property: Id(3)] IReadOnlyList<RejectExample> Examples);

/// <summary>A row that would be rejected.</summary>
/// <param name="LineNumber">1-based, header counted: the line where its record starts.</param>
/// <param name="Value">The value as it stands in the source, cut after 100 characters; empty where it is missing.</param>
[GenerateSerializer, Immutable, Alias("RejectExample")]
public sealed record RejectExample([property: Id(0)] long LineNumber, [property: Id(1)] string Value);
