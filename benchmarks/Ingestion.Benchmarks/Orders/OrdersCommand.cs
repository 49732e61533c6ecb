using Ingestion.Benchmarks.Running;

namespace Ingestion.Benchmarks.Orders;

/// <summary><c>orders</c>: every contestant on the same file in the same call, each in its own process.</summary>
internal static class OrdersCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "rows", "data", "only", "workers", "repeat", "scale", "results");
        var rows = options.Number("rows", 5_000_000);
        var folder = Path.GetFullPath(options.Text("data") ?? Path.Combine(Path.GetTempPath(), "ingestion-benchmarks"));
        var run = new OrdersRun(
            Contestants.Select(options.Text("only")),
            folder,
            (int)options.Number("workers", 2),
            (int)options.Number("repeat", 1));

        var report = await run.MeasureAsync(rows);
        Console.WriteLine(report.Table());
        if (options.Text("scale") is not null)
        {
            var factor = options.Number("scale", 4);
            var larger = await run.MeasureAsync(rows * factor);
            report = report with { Larger = larger };
            Console.WriteLine(larger.Table());
            Console.WriteLine(report.ScalingTable());
        }

        Console.WriteLine($"Written to {report.Save(ResultsFolder.Find(options.Text("results")), $"orders-{rows}")}");
        var mistakes = report.Mistakes();
        foreach (var mistake in mistakes)
        {
            await Console.Error.WriteLineAsync(mistake);
        }

        return mistakes.Count == 0 ? 0 : 1;
    }
}
