using System.Net.Http.Headers;
using Ingestion.Api.Auth;
using Ingestion.Contracts;
using Ingestion.Data;
using Ingestion.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

[assembly: AssemblyFixture(typeof(Ingestion.Api.Tests.ApiHost))]

namespace Ingestion.Api.Tests;

/// <summary>The real API on a real port with a real database. No silo: its client is there but never connected.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    public const string Password = "correct horse battery staple";
    public const string AdministratorEmail = "Admin@example.com";

    private readonly Action<IHostApplicationBuilder> _configure;
    private WebApplication? _app;

    public ApiHost() : this(_ => { })
    {
    }

    internal ApiHost(Action<IHostApplicationBuilder> configure) => _configure = configure;

    public string Folder { get; } = Directory.CreateTempSubdirectory("ingestion-api-").FullName;

    public string ArtifactFolder => Path.Combine(Folder, "artifacts");

    public Uri Address { get; private set; } = null!;

    public User Owner { get; private set; } = null!;

    public User Other { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DATA_DIR"] = Folder,
            ["UPLOAD_BASE_DIR"] = ArtifactFolder,
            ["INGESTION_ADMIN_EMAIL"] = AdministratorEmail,
            ["INGESTION_ADMIN_PASSWORD"] = Password,
            ["Dashboard:Enabled"] = "true",
            ["JWT_KEY"] = "a key of the tests, long enough to sign with",
        });
        builder.AddServiceDefaults();
        builder.UseOrleansClient(client => client.UseLocalhostClustering().AddDashboard());
        _configure(builder);
        builder.AddIngestionApi();
        foreach (var service in builder.Services.Where(IsOrleansService).ToList())
            builder.Services.Remove(service);

        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapIngestionApi();
        await Get<SchemaMigrator>().MigrateAsync();
        Owner = await Get<UserTable>().CreateAsync("owner@example.com", "Olga Owner", Password);
        Other = await Get<UserTable>().CreateAsync("other@example.com", "Otto Other", Password);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public HttpClient Anonymous() => new() { BaseAddress = Address };

    public HttpClient ClientOf(User user)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Get<AccessTokens>().Issue(user).Token);
        return client;
    }

    public async Task<ProjectId> CreateProjectAsync() => (await Get<ProjectTable>().CreateAsync("Orders", Owner.Id)).Id;

    private static bool IsOrleansService(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType ?? service.ImplementationFactory?.Method.DeclaringType)?.Assembly.GetName().Name!
            .StartsWith("Orleans", StringComparison.Ordinal) is true;
}
