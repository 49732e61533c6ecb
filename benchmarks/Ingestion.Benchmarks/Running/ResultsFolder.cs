namespace Ingestion.Benchmarks.Running;

/// <summary>Where results are committed: <c>benchmarks/results</c> of the tree this program was built from.</summary>
internal static class ResultsFolder
{
    /// <summary>The folder asked for, or the tree's own, or <c>results</c> in the current folder outside a tree.</summary>
    public static string Find(string? asked)
    {
        if (asked is not null)
        {
            return Path.GetFullPath(asked);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ingestion.sln")))
            {
                return Path.Combine(folder.FullName, "benchmarks", "results");
            }
        }

        return Path.GetFullPath("results");
    }
}
