using System.Text.Json;
using Ingestion.Benchmarks.Orders;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Runs;

namespace Ingestion.Benchmarks.Profiling;

/// <summary><c>profile</c>: what the profile adds to a large job and to a small one.</summary>
internal static class ProfileCommand
{
    private const int SmallBytes = 100_000;
    private const int SmallJobsASample = 25;

    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "rows", "repeat", "jobs", "workers", "data", "results");
        var folder = Path.GetFullPath(options.Text("data") ?? Path.Combine(Path.GetTempPath(), "ingestion-benchmarks"));
        var rows = options.Number("rows", 1_000_000);
        var large = new ProfileLoad($"{rows:N0} orders", Jobs: 1, (int)options.Number("repeat", 5), (int)options.Number("workers", 2), FlushesToDisk: false);
        var small = new ProfileLoad(
            $"{SmallBytes / 1000} KB of orders", SmallJobsASample, Math.Max(1, (int)options.Number("jobs", 300) / SmallJobsASample), Workers: 1, FlushesToDisk: true);

        var orders = OrdersFile.Ensure(folder, rows);
        orders.Warm();
        var smallOrders = Path.Combine(folder, $"orders-of-{SmallBytes}-bytes.csv");
        await File.WriteAllBytesAsync(smallOrders, OrdersFile.InMemory(SmallBytes));
        // As a host does when it starts.
        await EngineWarmUp.RunAsync(new EngineOptions { TemporaryFolder = folder });

        var measured = new[] { await small.MeasureAsync(smallOrders, folder), await large.MeasureAsync(orders.Path, folder) };
        var table = Table(measured);
        Console.WriteLine(table);
        Save(options.Text("results"), $"profile-{rows}", table, measured);
        return 0;
    }

    private static string Table(IReadOnlyList<ProfileMeasurement> measured) => TextTable.Format(
        ["job", "cost of one", "least without", "with", "ratio", "median without", "with", "ratio", "of pairs"],
        measured.SelectMany(measurement => measurement.Lines()));

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static void Save(string? results, string name, string table, IReadOnlyList<ProfileMeasurement> measured)
    {
        var machine = Machine.Current();
        var at = TimeProvider.System.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(ResultsFolder.Find(results), machine.Slug)).FullName;
        File.WriteAllText(
            Path.Combine(folder, name + ".md"),
            $"# What the profile costs\n\n{machine.Description}; {at:yyyy-MM-dd HH:mm} UTC; in one process, without and with it in turn:\n"
            + string.Concat(measured.Select(measurement => $"{measurement.Load.Name}, {measurement.Load.Samples} samples each way of {Count(measurement.Load.Jobs, "job")} with {Count(measurement.Load.Workers, "thread")}.\n"))
            + $"\n{table}");
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(new { machine, at, measured }, Json) + "\n");
        Console.WriteLine($"Written to {folder}");
    }
}
