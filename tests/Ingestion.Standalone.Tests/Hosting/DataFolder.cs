using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>A data folder of one test, gone with it.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ingestion-e2e-").FullName;

    /// <summary>Another account. There is no sign-up route: an operator makes accounts in the database.</summary>
    public async Task AddUserAsync(string email, string password)
    {
        using var database = new Database(Options.Create(new DataOptions { DataDir = Path }));
        await new UserTable(database, TimeProvider.System).CreateAsync(email, "Somebody else", password, TestContext.Current.CancellationToken);
    }

    /// <summary>All files below the artifacts of a project.</summary>
    public IEnumerable<string> ArtifactFiles(ProjectId project) =>
        Directory.Exists(System.IO.Path.Combine(Path, "artifacts", project.ToString()))
            ? Directory.EnumerateFiles(System.IO.Path.Combine(Path, "artifacts", project.ToString()), "*", SearchOption.AllDirectories)
            : [];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
