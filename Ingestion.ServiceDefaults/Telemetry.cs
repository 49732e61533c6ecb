using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ingestion.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>The standard OpenTelemetry variable; Aspire sets it.</summary>
    private const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources = ["Ingestion", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application"];
    private static readonly string[] Meters = ["Ingestion", "Microsoft.Orleans"];

    /// <summary>Logs, metrics and traces go to the collector if one is named. Without one nothing is recorded: nobody would read it.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointKey]))
            return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
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

    private static bool IsWorthTracing(HttpContext context) =>
        !context.Request.Path.StartsWithSegments(ServiceDefaultsExtensions.HealthPath, StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments(ServiceDefaultsExtensions.AlivePath, StringComparison.Ordinal);
}
