namespace Ingestion.Core.Profiling;

/// <summary>How much memory a column's profile may take: less of it where there are very many columns.</summary>
/// <param name="CountedValues">The most different values that are counted exactly.</param>
/// <param name="DistinctPrecision">See <see cref="Sketches.HyperLogLog"/>.</param>
internal readonly record struct ProfileBounds(int CountedValues, int DistinctPrecision)
{
    private const int FewColumns = 256;

    /// <summary>
    /// Up to 256 columns: 2,048 values, some 100 KiB, and 8 KiB of registers, for a standard error of 1.2%. 10,000 columns together take some 60 MiB. The same for
    /// every chunk of a job, or their profiles could not be merged.
    /// </summary>
    public static ProfileBounds Of(int columns) => columns <= FewColumns ? new(2048, 13) : new(64, 11);
}
