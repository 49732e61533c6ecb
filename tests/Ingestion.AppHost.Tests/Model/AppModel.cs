using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Ingestion.AppHost.Tests.Model;

/// <summary>The app model as <c>AppHost.cs</c> makes it: built, not started.</summary>
public sealed class AppModel : IAsyncLifetime
{
    private DistributedApplication? _app;

    public IReadOnlyList<IResource> Resources { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ingestion_AppHost>(
            ["Parameters:upload-base-dir=/srv/uploads", "Parameters:admin-email=ada@example.org", "Parameters:admin-password=secret-pass-1"]);
        _app = await builder.BuildAsync();
        Resources = [.. _app.Services.GetRequiredService<DistributedApplicationModel>().Resources];
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    public T Get<T>(string name) where T : IResource => Resources.OfType<T>().Single(resource => resource.Name == name);

    public IResource Get(string name) => Get<IResource>(name);

    /// <summary>A host's environment, as expressions: nothing runs that could have an address.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentOfAsync(string name)
    {
        var publishing = new DistributedApplicationExecutionContext(
            new DistributedApplicationExecutionContextOptions(DistributedApplicationOperation.Publish) { Services = _app!.Services });
        var configuration = await ExecutionConfigurationBuilder.Create(Get(name)).WithEnvironmentVariablesConfig().BuildAsync(publishing);
        Assert.Null(configuration.Exception);
        return configuration.EnvironmentVariables.ToDictionary();
    }

    public IEnumerable<string> WaitsOf(string name) => Annotations<WaitAnnotation>(name).Select(wait => wait.Resource.Name);

    public IReadOnlyList<T> Annotations<T>(string name) where T : IResourceAnnotation => [.. Get(name).Annotations.OfType<T>()];
}
