using System.Text.Json;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Cluster;

/// <summary><c>scale</c>: 1, 2 and 3 silos, a thousand jobs at once, two hundred viewers; with real servers that it starts itself.</summary>
internal static class ScaleCommand
{
    private const int MostSilos = 3;
    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "bin", "rows", "jobs", "viewers", "data", "results");
        var jobs = (int)options.Number("jobs", 1000);
        var folder = Path.GetFullPath(options.Text("data") ?? Path.Combine(Path.GetTempPath(), "ingestion-benchmarks"));
        var load = new ScaleLoad(Path.GetFullPath(options.Required("bin")), folder, options.Number("rows", 2_000_000));

        var large = new List<LargeJob>();
        for (var silos = 1; silos <= MostSilos; silos++)
        {
            large.Add(await load.LargeJobAsync(silos));
        }

        ManyJobs[] many = [await load.ManyJobsAsync(jobs, 8 << 20, "of one chunk"), await load.ManyJobsAsync(jobs, 32 << 10, "of 4 chunks, in line")];
        Viewers[] viewers = [await load.ViewersAsync(1), await load.ViewersAsync((int)options.Number("viewers", 200))];
        var text = $"{LargeTable(large)}\n{ManyTable(many)}\n{CallsTable(large, many)}\n{ViewersTable(viewers)}";
        Console.WriteLine(text);
        Save(options.Text("results"), text, new { large, many, viewers });
        return 0;
    }

    private static string LargeTable(List<LargeJob> large) => TextTable.Format(
        ["one large job", "wall s", "speed vs. 1 silo", "silos' CPU s", "database CPU s", "ledger inserts", "updates", "deletes", "selects"],
        large.Select(job => (string[])
        [
            $"{job.Silos} silo{(job.Silos == 1 ? "" : "s")} of one lane, {job.Chunks} chunks", $"{job.Seconds:F1}", $"{large[0].Seconds / job.Seconds:F2}x", $"{job.SiloCpuSeconds:F1}",
            $"{job.DatabaseCpuSeconds:F1}", $"{job.Statements["Com_insert_select"]}", $"{job.Statements["Com_update"]}", $"{job.Statements["Com_delete"]}", $"{job.Statements["Com_select"]}",
        ]));

    private static string ManyTable(ManyJobs[] many) => TextTable.Format(
        ["jobs of 100 KB at once, 2 silos", "all accepted s", "all done s", "jobs a second", "inserts a job", "updates a job", "deletes a job", "selects a job"],
        many.Select(jobs => (string[])
        [
            $"{jobs.Jobs:N0} {jobs.Kind}", $"{jobs.UploadSeconds:F1}", $"{jobs.Seconds:F1}", $"{jobs.Jobs / jobs.Seconds:F0}",
            $"{jobs.StatementsPerJob["Com_insert"] + jobs.StatementsPerJob["Com_insert_select"]:F1}", $"{jobs.StatementsPerJob["Com_update"]:F1}",
            $"{jobs.StatementsPerJob["Com_delete"]:F1}", $"{jobs.StatementsPerJob["Com_select"]:F1}",
        ]));

    /// <summary>What a filter in the silos counted, method by method.</summary>
    private static string CallsTable(List<LargeJob> large, ManyJobs[] many)
    {
        var columns = large.Select(job => job.Calls).Concat(many.Select(jobs => jobs.CallsPerJob)).ToList();
        var methods = columns.SelectMany(calls => calls).Where(call => call.Value > 0).Select(call => call.Key).Distinct().Order(StringComparer.Ordinal);
        return TextTable.Format(
            ["grain calls a job", .. large.Select(job => $"large, {job.Silos} silo{(job.Silos == 1 ? "" : "s")}"), .. many.Select(jobs => jobs.Kind)],
            [.. methods.Select(method => (string[])[method, .. columns.Select(calls => $"{calls.GetValueOrDefault(method):0.#}")]),
             ["all", .. columns.Select(calls => $"{calls.Values.Sum():0.#}")]]);
    }

    private static string ViewersTable(Viewers[] viewers) => TextTable.Format(
        ["viewers of a large job, 2 silos", "job s", "events a second", "API CPU s", "saw its end"],
        viewers.Select(view => (string[])[$"{view.Count}", $"{view.Seconds:F1}", $"{view.EventsPerSecond:F0}", $"{view.ApiCpuSeconds:F1}", $"{view.SawTheEnd}"]));

    private static void Save(string? results, string text, object measured)
    {
        var machine = Machine.Current();
        var at = TimeProvider.System.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(ResultsFolder.Find(results), machine.Slug)).FullName;
        File.WriteAllText(
            Path.Combine(folder, "scale.md"),
            $"# A cluster\n\n{machine.Description}; {at:yyyy-MM-dd HH:mm} UTC; client, database, Redis, API and silos all on the same machine.\n\n{text}");
        File.WriteAllText(Path.Combine(folder, "scale.json"), JsonSerializer.Serialize(new { machine, at, measured }, Json) + "\n");
        Console.WriteLine($"Written to {folder}");
    }
}
