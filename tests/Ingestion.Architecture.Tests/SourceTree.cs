namespace Ingestion.Architecture.Tests;

/// <summary>The files that people write, found from the solution file upwards of the test's own folder.</summary>
internal static class SourceTree
{
    private static readonly string[] NotWritten = ["artifacts", "bin", "obj", "data", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>Everything written, as paths from the root with <c>/</c> between folders.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> WithExtension(params string[] extensions) =>
        Files.Where(file => extensions.Contains(Path.GetExtension(file)) && !IsGenerated(file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static int LineCount(string file) => File.ReadLines(Path.Combine(Root, file)).Count();

    private static bool IsGenerated(string file) =>
        file.EndsWith(".g.cs", StringComparison.Ordinal) || file.EndsWith(".Designer.cs", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var below in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(below);
            if (name[0] == '.' || NotWritten.Contains(name))
                continue;
            foreach (var file in Walk(below))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ingestion.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"There is no Ingestion.sln above '{AppContext.BaseDirectory}'.");
    }
}
