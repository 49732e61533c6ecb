using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Running;

/// <summary>What one contestant's process cost.</summary>
/// <param name="Contestant">Its name.</param>
/// <param name="Counts">Its account of the rows.</param>
/// <param name="WallSeconds">From being handed the file to having answered, set-up left out.</param>
/// <param name="SetUpSeconds">What passed before it could take the work.</param>
/// <param name="ProcessSeconds">The life of its process, the runtime's start included.</param>
/// <param name="CpuSeconds">User and system time of the whole process.</param>
/// <param name="PeakBytes">The most memory resident at once in the whole process.</param>
internal sealed record Measurement(
    string Contestant,
    RowCounts Counts,
    double WallSeconds,
    double SetUpSeconds,
    double ProcessSeconds,
    double CpuSeconds,
    long PeakBytes)
{
    public double RowsPerSecond => Counts.Read / WallSeconds;
}
