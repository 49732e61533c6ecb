namespace Ingestion.Benchmarks.Profiling;

/// <summary>What jobs of a load cost, sample by sample.</summary>
/// <param name="Load">What was measured.</param>
/// <param name="InputBytes">The length of the source.</param>
/// <param name="Without">The samples without the profile.</param>
/// <param name="With">The samples with it; each was taken right after the one without.</param>
internal sealed record ProfileMeasurement(ProfileLoad Load, long InputBytes, IReadOnlyList<JobCost> Without, IReadOnlyList<JobCost> With)
{
    /// <summary>A line for each kind of cost.</summary>
    public IEnumerable<string[]> Lines() =>
    [
        Line("wall ms", cost => cost.WallMilliseconds, "N1"),
        Line("CPU ms", cost => cost.CpuMilliseconds, "N1"),
        Line("allocated KB", cost => cost.AllocatedBytes / 1e3, "N0"),
    ];

    private string[] Line(string what, Func<JobCost, double> cost, string format)
    {
        var (without, with) = (Without.Select(cost).Order().ToList(), With.Select(cost).Order().ToList());
        // What else the machine does, it does to both of a pair.
        var pairs = Without.Zip(With, (one, other) => cost(other) / cost(one)).Order().ToList();
        return
        [
            Load.Name, what,
            without[0].ToString(format), with[0].ToString(format), Ratio(with[0], without[0]),
            Median(without).ToString(format), Median(with).ToString(format), Ratio(Median(with), Median(without)), Ratio(Median(pairs), 1),
        ];
    }

    private static double Median(List<double> ascending) => ascending[ascending.Count / 2];

    private static string Ratio(double with, double without) => $"{with / without:F2}x";
}
