using System.Text.Json;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using PdfPigDocument = UglyToad.PdfPig.PdfDocument;

namespace Ingestion.Benchmarks.Pdfs;

/// <summary><c>pdf</c>: one PDF of many pages with a ruled table, read by everyone in a process of their own.</summary>
internal static class PdfCommand
{
    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "pages", "data", "repeat", "results");
        var pages = options.Number("pages", 500);
        var repeat = (int)options.Number("repeat", 3);
        var folder = Path.GetFullPath(options.Text("data") ?? Path.Combine(Path.GetTempPath(), "ingestion-benchmarks"));
        var path = PdfFile.Ensure(folder, pages);
        var measured = new List<Measurement>();
        foreach (var reader in PdfReaders.All)
        {
            Console.WriteLine($"Running {reader.Name}");
            var runs = new List<Measurement>();
            for (var i = 0; i < repeat; i++)
            {
                runs.Add(await ChildProcess.MeasureAsync(reader, path, folder, workers: 1));
            }

            measured.Add(runs.OrderBy(run => run.WallSeconds).ElementAt(runs.Count / 2));
        }

        var table = Table(measured);
        Console.WriteLine(table);
        Save(options.Text("results"), pages, repeat, path, table, measured);
        var mistakes = measured.Where(reader => reader.Contestant != PdfReaders.Base && reader.Counts.Read != pages).ToList();
        mistakes.ForEach(mistake => Console.Error.WriteLine($"{mistake.Contestant} reads {mistake.Counts.Read:N0} pages of {pages:N0}."));
        return mistakes.Count == 0 ? 0 : 1;
    }

    private static string Table(List<Measurement> measured)
    {
        var ours = measured.First(reader => reader.Contestant == PdfReaders.Ours);
        return TextTable.Format(
            ["reader", "wall s", "CPU s", "pages/s", "peak MB", "MB over base", "wall vs. ours"],
            measured.Select(reader => new[]
            {
                reader.Contestant,
                $"{reader.WallSeconds:F2}",
                $"{reader.CpuSeconds:F2}",
                $"{reader.RowsPerSecond:F0}",
                $"{reader.PeakBytes / 1e6:F0}",
                $"{(reader.PeakBytes - measured[0].PeakBytes) / 1e6:F0}",
                reader.Contestant == PdfReaders.Base ? "" : $"{reader.WallSeconds / ours.WallSeconds:F1}x",
            }));
    }

    private static void Save(string? results, long pages, int repeat, string path, string table, List<Measurement> measured)
    {
        var machine = Machine.Current();
        var at = TimeProvider.System.GetUtcNow();
        var folder = Directory.CreateDirectory(Path.Combine(ResultsFolder.Find(results), machine.Slug)).FullName;
        var peer = $"PdfPig {typeof(PdfPigDocument).Assembly.GetName().Version}";
        File.WriteAllText(Path.Combine(folder, $"pdf-{pages}.md"), $"""
            # A PDF of {pages:N0} pages with a ruled table of {PdfFile.RowsAPage} rows x 6 columns each, {new FileInfo(path).Length / 1e6:N1} MB

            {machine.Description}, {peer}; {at:yyyy-MM-dd HH:mm} UTC; {(repeat == 1 ? "one run each" : $"median of {repeat} runs each")}.

            {table}
            """.TrimEnd() + "\n");
        File.WriteAllText(Path.Combine(folder, $"pdf-{pages}.json"), JsonSerializer.Serialize(new { machine, at, pages, repeat, peer, measured }, Json) + "\n");
        Console.WriteLine($"Written to {folder}");
    }
}
