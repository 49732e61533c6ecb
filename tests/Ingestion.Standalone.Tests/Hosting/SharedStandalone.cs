[assembly: AssemblyFixture(typeof(Ingestion.Standalone.Tests.Hosting.SharedStandalone))]

namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>One process for every test that neither ends it nor needs settings; each test has a project of its own.</summary>
public sealed class SharedStandalone : IAsyncLifetime
{
    public const string OtherEmail = "other@example.org";
    public const string OtherPassword = "other-pass-1";
    private readonly DataFolder _folder = new();
    private StandaloneProcess? _process;

    public Uri Address => _process!.Address;

    internal DataFolder Folder => _folder;

    internal ApiClient Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _process = await StandaloneProcess.StartAsync(_folder.Path, ("Dashboard__Enabled", "true"), ("Silo__WarmUp", "true"));
        Api = await ApiClient.SignInAsync(Address);
        await _folder.AddUserAsync(OtherEmail, OtherPassword);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        await (_process?.DisposeAsync() ?? default);
        _folder.Dispose();
    }
}
