namespace Ingestion.Contracts;

/// <summary>Something about a column that a person should look at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Message">What was found, in a sentence with numbers.</param>
[GenerateSerializer, Immutable, Alias("ProfileAlert")]
public sealed record ProfileAlert([property: Id(0)] ProfileAlertName Name, [property: Id(1)] string Message);

/// <summary>The alerts, in the order in which they are shown.</summary>
public enum ProfileAlertName
{
    /// <summary>No row has a value.</summary>
    AllNull,

    /// <summary>At least one in five rows has none.</summary>
    ManyNulls,

    /// <summary>Texts that read like "no value" are taken for values.</summary>
    NullTokens,

    /// <summary>Every value is the same.</summary>
    Constant,

    /// <summary>Nearly all values fit one type, a few do not.</summary>
    MixedTypes,

    /// <summary>Dates that could be day-first as well as month-first.</summary>
    AmbiguousDates,

    /// <summary>Zeros before a number: they would be lost if it were read as one.</summary>
    LeadingZeros,

    /// <summary>White space before or after values.</summary>
    Whitespace,

    /// <summary>Values that differ only in upper and lower case.</summary>
    MixedCase,

    /// <summary>Nearly all values have one form, a few another.</summary>
    MixedPatterns,

    /// <summary>No value comes twice.</summary>
    LikelyKey,

    /// <summary>Hardly any value comes twice.</summary>
    DuplicateKeyCandidate,

    /// <summary>A few values lie far from all others.</summary>
    Outliers,

    /// <summary>Most values lie close together, and the rest reaches far to one side.</summary>
    Skewed,
}
