using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ingestion.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>The standard OpenTelemetry variable; Aspire sets it.</summary>
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string GrainCallsKey = "Orleans:EnableDistributedTracing";
    private const string NameKey = "OTEL_SERVICE_NAME";
    private const string AttributesKey = "OTEL_RESOURCE_ATTRIBUTES";

    // Orleans' runtime calls, its silos' probes among them, would be a trace each.
    private static readonly string[] Sources = ["Ingestion", "Microsoft.Orleans.Application"];
    private static readonly string[] Meters = ["Ingestion", "Microsoft.Orleans"];

    /// <summary>Logs, metrics and traces go to the collector if one is named. Without one nothing is recorded: nobody would read it.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointKey]))
            return;
        // Orleans' own setting, which silos and clients read: grain calls carry the trace. Aspire sets it too.
        builder.Configuration[GrainCallsKey] ??= "true";

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => builder.Name(resource))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Meters))
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName)
                .AddSource(Sources)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWorthTracing)
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    // What an operator calls the process goes before what we call it.
    private static void Name(this IHostApplicationBuilder builder, ResourceBuilder resource)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[NameKey])
            && builder.Configuration[AttributesKey]?.Contains("service.name=", StringComparison.Ordinal) is not true)
            resource.AddService(builder.Environment.ApplicationName);
    }

    private static bool IsWorthTracing(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(ServiceDefaultsExtensions.HealthPath, StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(ServiceDefaultsExtensions.AlivePath, StringComparison.Ordinal);
}
