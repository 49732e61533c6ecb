using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>The files in tests/TestData; where they come from is said there.</summary>
internal static class CorpusFiles
{
    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", name));

    /// <summary>The columns as <c>name TYPE(format)</c>, comma-separated.</summary>
    public static string Columns(EngineRun run) => string.Join(", ", run.Layout.Columns.Select(column =>
        $"{column.Name} {column.Type.ToString().ToUpperInvariant()}{(column.Format is null ? "" : $"({column.Format})")}"));
}
