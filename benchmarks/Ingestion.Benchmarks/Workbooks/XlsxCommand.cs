using System.Text.Json;
using ClosedXML.Excel;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using MiniExcelLibs;

namespace Ingestion.Benchmarks.Workbooks;

/// <summary><c>xlsx</c>: one large workbook, read by every reader in a process of its own.</summary>
internal static class XlsxCommand
{
    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "rows", "data", "only", "repeat", "results");
        var rows = options.Number("rows", 200_000);
        var repeat = (int)options.Number("repeat", 3);
        var only = options.Text("only")?.Split(',');
        var folder = Path.GetFullPath(options.Text("data") ?? Path.Combine(Path.GetTempPath(), "ingestion-benchmarks"));
        Console.WriteLine($"Preparing {rows:N0} rows in {folder}");
        var path = WorkbookFile.Ensure(folder, rows);
        var measured = new List<Measurement>();
        foreach (var reader in WorkbookReaders.All.Where(reader => only is null || reader.Name == WorkbookReaders.Base || only.Contains(reader.Name)))
        {
            Console.WriteLine($"Running {reader.Name}");
            measured.Add(await MedianAsync(reader, path, folder, repeat));
        }

        var table = Table(measured);
        Console.WriteLine(table);
        Save(options.Text("results"), rows, repeat, path, table, measured);
        var mistakes = measured.Where(reader => reader.Contestant != WorkbookReaders.Base && reader.Counts.Read != rows + 1).ToList();
        mistakes.ForEach(mistake => Console.Error.WriteLine($"{mistake.Contestant} reads {mistake.Counts.Read:N0} rows of {rows + 1:N0}."));
        return mistakes.Count == 0 ? 0 : 1;
    }

    private static async Task<Measurement> MedianAsync(IContestant reader, string path, string folder, int repeat)
    {
        var runs = new List<Measurement>();
        for (var i = 0; i < repeat; i++)
        {
            runs.Add(await ChildProcess.MeasureAsync(reader, path, folder, workers: 1));
        }

        return runs.OrderBy(run => run.WallSeconds).ElementAt(runs.Count / 2);
    }

    private static string Table(List<Measurement> measured)
    {
        var nothing = measured[0];
        var ours = measured.FirstOrDefault(reader => reader.Contestant == WorkbookReaders.Ours);
        return TextTable.Format(
            ["reader", "wall s", "CPU s", "peak MB", "MB over base", "wall vs. ours", "CPU vs. ours", "memory vs. ours"],
            measured.Select(reader => new[]
            {
                reader.Contestant,
                $"{reader.WallSeconds:F2}",
                $"{reader.CpuSeconds:F2}",
                $"{reader.PeakBytes / 1e6:F0}",
                $"{(reader.PeakBytes - nothing.PeakBytes) / 1e6:F0}",
                ours is null || reader == nothing ? "" : $"{reader.WallSeconds / ours.WallSeconds:F1}x",
                ours is null || reader == nothing ? "" : $"{reader.CpuSeconds / ours.CpuSeconds:F1}x",
                ours is null || reader == nothing ? "" : $"{(double)(reader.PeakBytes - nothing.PeakBytes) / (ours.PeakBytes - nothing.PeakBytes):F1}x",
            }));
    }

    /// <summary>What else the machine did: where that was much, CPU seconds compare better than wall seconds.</summary>
    private static string LoadAverage()
    {
        const string Path = "/proc/loadavg";
        return File.Exists(Path) ? $"Load average of the last 15 minutes: {File.ReadAllText(Path).Split(' ')[2]}." : "";
    }

    private static void Save(string? results, long rows, int repeat, string path, string table, List<Measurement> measured)
    {
        var machine = Machine.Current();
        var at = TimeProvider.System.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(ResultsFolder.Find(results), machine.Slug)).FullName;
        var peers = $"MiniExcel {typeof(MiniExcel).Assembly.GetName().Version}, ClosedXML {typeof(XLWorkbook).Assembly.GetName().Version}";
        File.WriteAllText(Path.Combine(folder, $"xlsx-{rows}.md"), $"""
            # A workbook of {rows:N0} rows x 12 columns, {new FileInfo(path).Length / 1e6:N0} MB

            {machine.Description}, {peers}; {at:yyyy-MM-dd HH:mm} UTC; {(repeat == 1 ? "one run each" : $"median of {repeat} runs each")}.
            {LoadAverage()}

            {table}
            """.TrimEnd() + "\n");
        File.WriteAllText(Path.Combine(folder, $"xlsx-{rows}.json"), JsonSerializer.Serialize(new { machine, at, rows, repeat, peers, measured }, Json) + "\n");
        Console.WriteLine($"Written to {folder}");
    }
}
