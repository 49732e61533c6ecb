namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// Guesses from a sample how many different values a column has, so that no dictionary is begun only to be thrown away. Of a sample of s
/// out of D values that are equally frequent s²/2D meet one that was drawn before (the birthday problem); of others more do.
/// </summary>
internal static class Repetition
{
    /// <summary>How many values are looked at.</summary>
    public const int SampleSize = 512;

    // Fewer may be chance.
    private const int FewestRepeats = 8;

    /// <summary>How many of a column's values there are from one that is looked at to the next.</summary>
    public static int StepOf(int count) => Math.Max(1, count / SampleSize);

    /// <summary>The most entries that a dictionary should come to have; 0 where none should be made.</summary>
    /// <param name="count">How many values the column has.</param>
    /// <param name="looked">How many were looked at.</param>
    /// <param name="distinct">How many of these were different.</param>
    public static int MostEntries(int count, int looked, int distinct)
    {
        var repeats = looked - distinct;
        if (looked == count)
            return distinct * 2 <= count ? distinct : 0;
        if (repeats < FewestRepeats)
            return 0;
        var estimate = (long)looked * looked / (2 * repeats);
        return estimate * 4 <= count ? (int)Math.Min(count / 2, Math.Max(4 * estimate, 2 * SampleSize)) : distinct * 2 <= looked ? count / 2 : 0;
    }
}
