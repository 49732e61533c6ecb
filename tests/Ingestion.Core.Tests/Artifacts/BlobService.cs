using Ingestion.Cluster.Tests.Servers;

[assembly: AssemblyFixture(typeof(Ingestion.Core.Tests.Artifacts.BlobService))]

namespace Ingestion.Core.Tests.Artifacts;

/// <summary>One Azurite for every test that does not stop it, started by the first; each test has a container of its own.</summary>
public sealed class BlobService : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-azurite-").FullName;
    private readonly Lazy<Task<Azurite>> _server;

    public BlobService() => _server = new(() => Azurite.StartAsync(_folder));

    /// <summary>Where it is. Skips the test where there is none.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Needs);
        return (await _server.Value).ConnectionString;
    }

    public static string NewContainer() => $"t{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
