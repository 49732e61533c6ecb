namespace Ingestion.Contracts;

/// <summary>How the columns that a saved recipe names were found in a file.</summary>
/// <param name="RecipeId">The version of the recipe.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Version">1 for the first of its name.</param>
/// <param name="Matches">The columns that the recipe names, in its order; of a job those only that were not found under their very name.</param>
/// <param name="UnusedColumns">Columns of the file that are not in the result and that no rule looks at.</param>
[GenerateSerializer, Immutable, Alias("RecipeMatch")]
public sealed record RecipeMatch(
    [property: Id(0)] RecipeId RecipeId,
    [property: Id(1)] string Name,
    [property: Id(2)] int Version,
    [property: Id(3)] IReadOnlyList<ColumnMatch> Matches,
    [property: Id(4)] IReadOnlyList<string> UnusedColumns)
{
    /// <summary>What a job keeps of it: hundreds of columns that are where they belong would only make lists of jobs long.</summary>
    public RecipeMatch ForJob() => this with { Matches = [.. Matches.Where(match => match.Way != MatchWay.Exact)] };
}

/// <summary>How one column was found.</summary>
/// <param name="Column">The recipe's name for it.</param>
/// <param name="Source">The file's column that is taken for it; null when none is near enough or several are.</param>
/// <param name="Way">By what.</param>
/// <param name="Score">How near the names are, 0 to 1; 0 when none is taken.</param>
/// <param name="Candidates">When none is taken, the file's columns that come nearest, the best first.</param>
[GenerateSerializer, Immutable, Alias("ColumnMatch")]
public sealed record ColumnMatch(
    [property: Id(0)] string Column,
    [property: Id(1)] string? Source,
    [property: Id(2)] MatchWay Way,
    [property: Id(3)] double Score,
    [property: Id(4)] IReadOnlyList<MatchCandidate> Candidates);

/// <summary>A column of a file that could be meant.</summary>
[GenerateSerializer, Immutable, Alias("MatchCandidate")]
public sealed record MatchCandidate([property: Id(0)] string Source, [property: Id(1)] double Score);

/// <summary>By what a column was found.</summary>
public enum MatchWay
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The same name.</summary>
    Exact,

    /// <summary>The same letters and digits, whatever their case and accents and what stands between them.</summary>
    Normalized,

    /// <summary>Nearly the same letters, and no other column comes as near.</summary>
    EditDistance,
}
