namespace Ingestion.Standalone.Tests.Hosting;

internal static class SolutionFolder
{
    /// <summary>The folder of the solution, found from the test's own folder upwards.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Ingestion.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"There is no Ingestion.sln above '{AppContext.BaseDirectory}'.");
    }
}
