using Ingestion.Benchmarks.Cluster.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(CallCounting))]

namespace Ingestion.Benchmarks.Cluster.Calls;

/// <summary>Counts the grain calls that a silo takes and tells them at <see cref="Path"/>, in a silo that was started with <see cref="Settings"/>.</summary>
internal sealed class CallCounting : IHostingStartup
{
    public const string Path = "/benchmark/calls";

    private static readonly string Assembly = typeof(CallCounting).Assembly.Location;

    /// <summary>What makes a silo count.</summary>
    public static IReadOnlyList<(string Name, string Value)> Settings { get; } =
        [("DOTNET_STARTUP_HOOKS", Assembly), ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", System.IO.Path.GetFileNameWithoutExtension(Assembly))];

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        services.AddSingleton<CallCounter>();
        services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<CallCounter>());
        services.AddSingleton<IStartupFilter, Endpoint>();
    });

    private sealed class Endpoint(CallCounter counter) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                if (context.Request.Path == Path)
                {
                    await context.Response.WriteAsJsonAsync(counter.Counts);
                    return;
                }

                await rest(context);
            });
            next(app);
        };
    }
}
