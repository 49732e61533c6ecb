namespace Ingestion.Contracts;

/// <summary>A text that reads like "no value".</summary>
/// <param name="Text">As it stands in the source.</param>
/// <param name="Rows">In how many rows.</param>
/// <param name="IsApplied">Whether it is a null token of the recipe and counts as null; otherwise it is only found.</param>
[GenerateSerializer, Immutable, Alias("NullToken")]
public sealed record NullToken([property: Id(0)] string Text, [property: Id(1)] long Rows, [property: Id(2)] bool IsApplied);

/// <summary>A number of different values.</summary>
/// <param name="Values">The number or its estimate.</param>
/// <param name="IsExact">Whether it was counted.</param>
/// <param name="RelativeError">The estimate's standard error as a share, such as 0.008; 0 when exact.</param>
[GenerateSerializer, Immutable, Alias("DistinctCount")]
public sealed record DistinctCount([property: Id(0)] long Values, [property: Id(1)] bool IsExact, [property: Id(2)] double RelativeError);

/// <summary>The smallest value that at least a share of all values do not exceed.</summary>
/// <param name="Q">The share, 0 to 1.</param>
/// <param name="Value">The value as text.</param>
[GenerateSerializer, Immutable, Alias("Quantile")]
public sealed record Quantile([property: Id(0)] double Q, [property: Id(1)] string Value);

/// <summary>A step of a histogram.</summary>
/// <param name="From">Its smallest value, included.</param>
/// <param name="To">Where the next one begins, excluded; the last step includes it.</param>
/// <param name="Rows">How many rows lie in it.</param>
[GenerateSerializer, Immutable, Alias("HistogramBin")]
public sealed record HistogramBin([property: Id(0)] string From, [property: Id(1)] string To, [property: Id(2)] long Rows);

/// <summary>A frequent value.</summary>
/// <param name="Value">As text, cut after 100 characters.</param>
/// <param name="Rows">At least in so many rows; see <see cref="ColumnProfile.TopValuesErrorRows"/>.</param>
[GenerateSerializer, Immutable, Alias("TopValue")]
public sealed record TopValue([property: Id(0)] string Value, [property: Id(1)] long Rows);

/// <summary>A form that values have: <c>A</c> and <c>a</c> for letters, <c>9</c> for digits, everything else for itself.</summary>
/// <param name="Pattern">Such as <c>AA-9999</c>; <c>a…</c> for more than four letters, <c>9…</c> for more than ten digits.</param>
/// <param name="Rows">How many rows have it; an estimate where <see cref="ColumnProfile.PatternsAreSampled"/>.</param>
/// <param name="Example">A value of that form.</param>
[GenerateSerializer, Immutable, Alias("CharacterPattern")]
public sealed record CharacterPattern([property: Id(0)] string Pattern, [property: Id(1)] long Rows, [property: Id(2)] string Example);
