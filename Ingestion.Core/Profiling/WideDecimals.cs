namespace Ingestion.Core.Profiling;

/// <summary>Decimals of more than 18 digits as doubles.</summary>
internal static class WideDecimals
{
    /// <summary>The nearest double but for the last digit or so.</summary>
    public static double ToDouble(Int128 units, int scale) => (double)units / Math.Pow(10, scale);
}
