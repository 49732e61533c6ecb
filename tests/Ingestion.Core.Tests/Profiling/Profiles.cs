using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Profiling;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Profiling;

/// <summary>Profiles of bytes in memory.</summary>
internal static class Profiles
{
    /// <summary>The profile of a sample.</summary>
    public static ProfileReport OfSample(byte[] csv, SourceOptions? source = null, EngineOptions? options = null)
    {
        using var raw = new MemoryReader(csv);
        source ??= new();
        options ??= new();
        return SampleProfiler.Profile(raw, SourceSniffer.Sniff(raw, source, options), options, source);
    }

    /// <summary>A column of values, one a row, under the header <c>c</c>, with a second column so that an empty value is a row.</summary>
    public static ProfileReport OfColumn(IEnumerable<string> values, SourceOptions? source = null) =>
        OfSample(Column(values), (source ?? new()) with { HeaderRows = 1, Delimiter = "," });

    /// <summary>The bytes of such a column.</summary>
    public static byte[] Column(IEnumerable<string> values) =>
        Encoding.UTF8.GetBytes("c,z\n" + string.Concat(values.Select(value => $"\"{value}\",\n")));

    /// <summary>The profile that a job publishes, as JSON.</summary>
    public static string OfJob(byte[] csv, Recipe recipe, EngineOptions? options = null, int workers = 1) =>
        JobAsync(csv, recipe, options ?? new(), workers).GetAwaiter().GetResult();

    public static string Json(DatasetProfile profile) => JsonSerializer.Serialize(profile, ContractsJson.Options);

    private static async Task<string> JobAsync(byte[] csv, Recipe recipe, EngineOptions options, int workers)
    {
        var store = new MemoryArtifactStore { ["raw"] = csv };
        var keys = new JobKeys("job/");
        await new LocalRun(store, options).RunAsync(JobId.New(), keys, "raw", recipe, workers);
        return Json((await ProfileStore.ReadAsync(store, keys))!);
    }
}
