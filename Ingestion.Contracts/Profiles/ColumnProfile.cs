namespace Ingestion.Contracts;

/// <summary>
/// What is in one column. Counts of rows are exact unless a property says otherwise. Values of numbers, dates and timestamps are those
/// that fit <see cref="Type"/>, as canonical text; of TEXT and BOOLEAN they are the source's text.
/// </summary>
[GenerateSerializer, Immutable, Alias("ColumnProfile")]
public sealed record ColumnProfile
{
    /// <summary>The source column's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>0-based position among the source's columns.</summary>
    [Id(1)] public required int Position { get; init; }

    /// <summary>The type that the values were read with: the mapping's, else the inferred one.</summary>
    [Id(2)] public required ColumnType Type { get; init; }

    /// <summary>The date pattern or <c>precision,scale</c>; null where the type needs none.</summary>
    [Id(3)] public string? Format { get; init; }

    /// <summary>What speaks for the type and what against it, in a sentence with numbers.</summary>
    [Id(4)] public required string TypeEvidence { get; init; }

    /// <summary>Rows with a value, whether it fits the type or not.</summary>
    [Id(5)] public required long Count { get; init; }

    /// <summary>Rows without one: an empty field or a null token of the recipe.</summary>
    [Id(6)] public required long Nulls { get; init; }

    /// <summary>Rows whose value does not fit the type.</summary>
    [Id(7)] public long Misfits { get; init; }

    /// <summary>Texts that read like "no value", the most frequent first, at most 20. None but the recipe's counts as null.</summary>
    [Id(8)] public IReadOnlyList<NullToken> NullTokens { get; init; } = [];

    /// <summary>How many different values there are.</summary>
    [Id(9)] public DistinctCount Distinct { get; init; } = new(0, true, 0);

    /// <summary>The smallest value, of text by its UTF-8 bytes, cut after 100 characters; null where there is none.</summary>
    [Id(10)] public string? Min { get; init; }

    /// <summary>The largest value; see <see cref="Min"/>.</summary>
    [Id(11)] public string? Max { get; init; }

    /// <summary>The mean of the finite numbers, without accumulated rounding; null for other types.</summary>
    [Id(12)] public double? Mean { get; init; }

    /// <summary>Their sample standard deviation (n - 1), without accumulated rounding; null for other types and for fewer than two numbers.</summary>
    [Id(13)] public double? Deviation { get; init; }

    /// <summary>At 0.01, 0.05, 0.25, 0.5, 0.75, 0.95 and 0.99, of numbers, dates and timestamps.</summary>
    [Id(14)] public IReadOnlyList<Quantile> Quantiles { get; init; } = [];

    /// <summary>Equal steps from min to max, at most 20, of numbers, dates and timestamps.</summary>
    [Id(15)] public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    /// <summary>
    /// Whether quantiles and histogram are exact. Otherwise a quantile's rank is off by less than 1.5% of the rows (with 99% confidence; 1% from some 200,000 rows),
    /// and so are the bins' borders.
    /// </summary>
    [Id(16)] public bool AreQuantilesExact { get; init; } = true;

    /// <summary>The most frequent values, at most 20, the most frequent first. Empty where hardly any value comes twice.</summary>
    [Id(17)] public IReadOnlyList<TopValue> TopValues { get; init; } = [];

    /// <summary>A top value may have up to so many rows more than it says, and one that is missing at most so many. 0: exact.</summary>
    [Id(18)] public long TopValuesErrorRows { get; init; }

    /// <summary>The length in characters (Unicode scalar values) of the shortest value; null where there is none.</summary>
    [Id(19)] public int? MinLength { get; init; }

    /// <summary>The length in characters of the longest value; null where there is none.</summary>
    [Id(20)] public int? MaxLength { get; init; }

    /// <summary>The forms of TEXT values, the most frequent first, at most 20.</summary>
    [Id(21)] public IReadOnlyList<CharacterPattern> Patterns { get; init; } = [];

    /// <summary>Whether the patterns' rows are estimates from every 32nd row, because there are too many different values.</summary>
    [Id(22)] public bool PatternsAreSampled { get; init; }

    /// <summary>Rows whose value begins with 0 and another digit, such as 007.</summary>
    [Id(23)] public long LeadingZeros { get; init; }

    /// <summary>Rows whose value begins or ends with white space.</summary>
    [Id(24)] public long LeadingOrTrailingSpaces { get; init; }

    /// <summary>
    /// Rows whose value differs from a more frequent one in nothing but upper and lower case. Looked at among the counted values, which
    /// are all of them unless <see cref="TopValuesErrorRows"/> says otherwise.
    /// </summary>
    [Id(25)] public long MixedCase { get; init; }

    /// <summary>Whether every row has a value that no other has, as far as <see cref="Distinct"/> tells.</summary>
    [Id(26)] public bool IsLikelyKey { get; init; }

    /// <summary>Whether all rows with a value have the same.</summary>
    [Id(27)] public bool IsConstant { get; init; }

    /// <summary>What a person should look at.</summary>
    [Id(28)] public IReadOnlyList<ProfileAlert> Alerts { get; init; } = [];
}
