using Ingestion.Web.Client;
using Ingestion.Web.Components;
using Ingestion.Web.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using Polly;

namespace Ingestion.Web;

/// <summary>Puts the web application into a host: its own, or Standalone beside the API.</summary>
public static class IngestionWebExtensions
{
    // What a prerendered page knows comes back in one message when it becomes interactive. With a larger one the connection is closed
    // and the page stands still for ever: SignalR's own 32 KiB are too few for fifty jobs.
    private const long PageStateBytes = 4 << 20;

    /// <summary>Adds the pages' services. The API's address is read when it is first called, so a host may set it once it knows its own.</summary>
    public static IHostApplicationBuilder AddIngestionWeb(this IHostApplicationBuilder builder)
    {
        // Outside Development the assets of packages and referenced projects are found only when asked for; published ones need no asking.
        if (builder.Environment is IWebHostEnvironment environment)
        {
            StaticWebAssetsLoader.UseStaticWebAssets(environment, builder.Configuration);
        }

        AddSignIn(builder);
        AddApiClient(builder.Services);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = PageStateBytes);
        builder.Services.AddMudServices();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder;
    }

    /// <summary>
    /// Maps the pages, their endpoints and static assets. In a host with the API, call it after the API's own mapping;
    /// the static asset manifest is the outermost host's, found by its application name.
    /// </summary>
    public static WebApplication MapIngestionWeb(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapSignIn();
        app.MapUploads();
        app.MapDownloads();
        app.MapCluster();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode()
            .WithStaticAssets()
            .RequireAuthorization(WebSignIn.Policy);
        return app;
    }

    private static void AddSignIn(IHostApplicationBuilder builder)
    {
        // No default scheme: beside the API, bearer tokens stay the API's own affair.
        builder.Services.AddAuthentication().AddCookie(WebSignIn.Scheme, options =>
        {
            options.Cookie.Name = "ingestion.web";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.LoginPath = "/login";
            options.AccessDeniedPath = "/login";
            options.ReturnUrlParameter = "returnUrl";
            options.SlidingExpiration = false;
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy(WebSignIn.Policy, policy => policy
            .AddAuthenticationSchemes(WebSignIn.Scheme)
            .RequireAuthenticatedUser());

        var protection = builder.Services.AddDataProtection().SetApplicationName("Ingestion");
        if (builder.Configuration["Web:KeyFolder"] is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
        else if (builder.Configuration.GetConnectionString("redis") is { Length: > 0 } redis)
        {
            // A sign-in then outlives this process, and another one beside it takes it too.
            builder.Services.AddSingleton(_ => new RedisKeyRing(redis));
            builder.Services.AddOptions<KeyManagementOptions>()
                .Configure<RedisKeyRing>((options, ring) => options.XmlRepository = ring.Repository);
        }
    }

    private static void AddApiClient(IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.AddScoped<ApiSession>();
        services.AddScoped<JobFeed>();
        var client = services.AddHttpClient<IngestionApiClient>((provider, http) =>
        {
            var address = provider.GetRequiredService<IConfiguration>()["Api:BaseAddress"];
            http.BaseAddress = new Uri(string.IsNullOrWhiteSpace(address) ? "https+http://api" : address);
            // Uploads and event streams last as long as they last; IngestionApiClient limits the short calls itself.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        client.AddServiceDiscovery();
        client.UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2));
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
#pragma warning disable EXTEXP0001 // Its time limits would cut long uploads.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddResilienceHandler("api", pipeline => pipeline.AddRetry(ApiRetry.Options));
    }
}
