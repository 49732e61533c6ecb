namespace Ingestion.Benchmarks.Small;

/// <summary>What small things cost.</summary>
/// <param name="MedianMilliseconds">Of a SYNC upload of 100 KB, one after the other.</param>
/// <param name="Percentile95Milliseconds">Of the same.</param>
/// <param name="UploadsPerSecond">Of the same, by 8 clients together.</param>
/// <param name="JobsSeconds">For 100 jobs of 6 MB each, upload included.</param>
internal sealed record SmallMeasurement(
    double MedianMilliseconds,
    double Percentile95Milliseconds,
    double UploadsPerSecond,
    double JobsSeconds);
