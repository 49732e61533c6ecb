using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Ingestion.ServiceDefaults;

/// <summary>What every host of the system has: telemetry, health, service discovery, resilient HTTP clients.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Answers 200 when the process is able to serve: every health check passes.</summary>
    public const string HealthPath = "/health";

    /// <summary>Answers 200 as long as the process runs.</summary>
    public const string AlivePath = "/alive";

    private const string LiveTag = "live";

    /// <summary>Adds the defaults; several calls for one host do no harm.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(Added)))
            return builder;
        builder.Services.AddSingleton<Added>();

        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            // What changes something is not sent twice: nobody knows whether the first one arrived.
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>Maps <see cref="HealthPath"/> and <see cref="AlivePath"/>, open to anybody: they say one word.</summary>
    public static TApp MapDefaultEndpoints<TApp>(this TApp app) where TApp : IEndpointRouteBuilder
    {
        app.MapHealthChecks(HealthPath).AllowAnonymous();
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).AllowAnonymous();
        return app;
    }

    private sealed class Added;
}
