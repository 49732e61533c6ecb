using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.References;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Tests.Runs;

/// <summary>A whole job on bytes in memory, and all that came out of it.</summary>
internal sealed record EngineRun(ResultManifest Manifest, CsvLayout Layout, int Chunks, bool IsTolerant, string Csv, string JsonLines, string Rejects)
{
    public RowCounts Counts => Manifest.RowCounts;

    /// <summary>The result's lines, the header excepted.</summary>
    public string[] Rows => Csv.Split('\n')[1..^1];

    /// <summary>Everything that must not depend on chunks and workers.</summary>
    public string Account => $"{Counts}\n{string.Join('\n', Manifest.Violations)}\n{string.Join('\n', Manifest.Fixes ?? [])}\n{Csv}\n{Rejects}";

    public static EngineRun Of(string source, Recipe? recipe = null, EngineOptions? options = null, int workers = 1) =>
        Of(Encoding.UTF8.GetBytes(source), recipe, options, workers);

    /// <param name="source">The source's bytes.</param>
    /// <param name="recipe">What is done.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="references">Other artifacts of the project, for REFERENCE.</param>
    public static EngineRun Of(byte[] source, Recipe? recipe = null, EngineOptions? options = null, int workers = 1, IReadOnlyDictionary<ArtifactId, byte[]>? references = null) =>
        RunAsync(source, recipe ?? new(), options ?? new(), workers, references).GetAwaiter().GetResult();

    /// <summary>What the same shows before it is run.</summary>
    public static PreviewResult Preview(byte[] source, Recipe recipe, IReadOnlyDictionary<ArtifactId, byte[]>? references = null)
    {
        var store = Store(source, references);
        using var raw = new MemoryReader(source);
        var layout = SourceSniffer.Sniff(raw, recipe.Source, new());
        var (plan, problems) = Plan.CompileAsync(recipe, layout, new ReferenceLoader(store, new()).Of(default)).GetAwaiter().GetResult();
        Assert.Empty(problems);
        return Previewer.Preview(raw, layout, plan!, Previewer.MostRows, new());
    }

    /// <summary>What a source that cannot be read answers.</summary>
    public static string Refusal(byte[] source, Recipe? recipe = null, EngineOptions? options = null) =>
        Assert.Throws<UnreadableSourceException>(() => Of(source, recipe, options)).Message;

    /// <summary>What a source that cannot be read answers.</summary>
    public static string Refusal(string source, Recipe? recipe = null, EngineOptions? options = null) =>
        Refusal(Encoding.UTF8.GetBytes(source), recipe, options);

    /// <summary>The rejects as records.</summary>
    public IReadOnlyList<RejectedRow> RejectedRows() =>
        [.. Rejects.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.Json.JsonSerializer.Deserialize<RejectedRow>(line, ContractsJson.Options)!)];

    private static MemoryArtifactStore Store(byte[] source, IReadOnlyDictionary<ArtifactId, byte[]>? references)
    {
        var store = new MemoryArtifactStore { ["raw"] = source };
        foreach (var (id, bytes) in references ?? new Dictionary<ArtifactId, byte[]>())
            store[ArtifactKeys.Raw(default, id)] = bytes;
        return store;
    }

    private static async Task<EngineRun> RunAsync(byte[] source, Recipe recipe, EngineOptions options, int workers, IReadOnlyDictionary<ArtifactId, byte[]>? references)
    {
        var store = Store(source, references);
        var keys = new JobKeys("job/");
        var manifest = await new LocalRun(store, options).RunAsync(JobId.New(), keys, "raw", recipe, workers);
        // The plan of several chunks was kept; that of one is made again.
        var (job, _) = await JobPlanner.PrepareAsync(store, keys, "raw", recipe, options, references: new ReferenceLoader(store, options).Of(default));
        var export = (await ResultExport.OpenAsync(store, keys))!;
        using var csv = new MemoryStream();
        await export.WriteCsvAsync(csv);
        using var jsonLines = new MemoryStream();
        await export.WriteJsonLinesAsync(jsonLines);
        using var rejects = new MemoryStream();
        await (await RejectExport.OpenAsync(store, keys))!.WriteJsonLinesAsync(rejects);
        return new(manifest, job.Layout, job.Chunks.Chunks.Count, job.Chunks.IsTolerant, Text(csv), Text(jsonLines), Text(rejects));
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
