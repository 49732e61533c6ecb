using System.Text.Json;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Small;

/// <summary><c>small</c>: many small uploads to a running Standalone, or to one that it starts itself.</summary>
internal static class SmallCommand
{
    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "url", "api-key", "project", "standalone", "profile", "results");
        var isProfiled = options.Text("profile") switch
        {
            null or "on" => true,
            "off" => false,
            var other => throw new UsageException($"--profile takes on or off, not '{other}'."),
        };
        await using var standalone = options.Text("standalone") is { } program ? await StandaloneProcess.StartAsync(program) : null;
        using var client = standalone is null
            ? IngestionClient.WithApiKey(new Uri(options.Required("url")), options.Required("api-key"), options.Required("project"))
            : await IngestionClient.SignInAsync(standalone.Address, StandaloneProcess.Email, StandaloneProcess.Password);

        client.SetProfile(isProfiled);
        var measured = await new SmallLoad(client).MeasureAsync();
        var table = Table(measured);
        Console.WriteLine(table);
        Save(options.Text("results"), isProfiled, table, measured);
        return 0;
    }

    private static string Table(SmallMeasurement measured) => TextTable.Format(
        ["small things", "measured", "goal"],
        [
            ["SYNC upload of 100 KB, median", $"{measured.MedianMilliseconds:F1} ms", "at most 20 ms"],
            ["SYNC upload of 100 KB, 95th percentile", $"{measured.Percentile95Milliseconds:F1} ms", ""],
            ["SYNC uploads by 8 clients together", $"{measured.UploadsPerSecond:F0} a second", "at least 150 a second"],
            ["100 jobs of 6 MB each, upload included", $"{measured.JobsSeconds:F2} s", "at most 6 s"],
        ]);

    private static void Save(string? results, bool isProfiled, string table, SmallMeasurement measured)
    {
        var machine = Machine.Current();
        var at = TimeProvider.System.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(ResultsFolder.Find(results), machine.Slug)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "small.md"),
            $"# Small things\n\n{machine.Description}; {at:yyyy-MM-dd HH:mm} UTC; client and service on the same machine; jobs {(isProfiled ? "with" : "without")} the profile.\n\n{table}");
        File.WriteAllText(Path.Combine(folder, "small.json"), JsonSerializer.Serialize(new { machine, at, isProfiled, measured }, Json) + "\n");
        Console.WriteLine($"Written to {folder}");
    }
}
