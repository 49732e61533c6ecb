using Ingestion.Benchmarks.Running;

namespace Ingestion.Benchmarks.Orders;

/// <summary>Measures contestants one after the other, never two at once.</summary>
internal sealed class OrdersRun(IReadOnlyList<IContestant> contestants, string folder, int workers, int repeat)
{
    public async Task<Report> MeasureAsync(long rows)
    {
        Console.WriteLine($"Preparing {rows:N0} rows in {folder}");
        var file = OrdersFile.Ensure(folder, rows);
        file.Warm();
        var measurements = new List<Measurement>();
        foreach (var contestant in contestants)
        {
            Console.WriteLine($"Running {contestant.Name}");
            measurements.Add(await MedianAsync(contestant, file));
        }

        return new Report(
            Machine.Current(), TimeProvider.System.GetUtcNow(), workers, repeat, file.Bytes, file.Expected, measurements);
    }

    /// <summary>The run of median wall time, whole: mixing one run's time with another's memory would show a run that never was.</summary>
    private async Task<Measurement> MedianAsync(IContestant contestant, OrdersFile file)
    {
        var runs = new List<Measurement>();
        for (var i = 0; i < repeat; i++)
        {
            runs.Add(await ChildProcess.MeasureAsync(contestant, file.Path, folder, workers));
        }

        return runs.OrderBy(run => run.WallSeconds).ElementAt(runs.Count / 2);
    }
}
