using Orleans.Configuration;
using Orleans.Dashboard;

namespace Ingestion.Api;

/// <summary>The way from a host of its own to the silos.</summary>
public static class ClusterClient
{
    private const string Cluster = "ingestion";
    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GatewayLook = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds the client of the cluster that <c>ConnectionStrings:redis</c> knows. Orleans' own section is read as it is, where there is
    /// one: <c>Orleans:ClusterId</c>, <c>Orleans:ServiceId</c>, <c>Orleans:Clustering</c>. It waits for the first silo as long as it takes.
    /// </summary>
    public static TBuilder AddClusterClient<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        var configuration = builder.Configuration;
        builder.UseOrleansClient(client =>
        {
            if (!configuration.GetSection("Orleans:Clustering").Exists())
                client.UseRedisClustering(configuration.GetConnectionString("redis")!);
            client.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = configuration["Orleans:ClusterId"] ?? Cluster;
                options.ServiceId = configuration["Orleans:ServiceId"] ?? Cluster;
            });
            if (ClusterDashboard.IsEnabled(configuration))
                client.AddDashboard();
            // A silo that came is used, and one that went is not asked, within seconds; the default is a minute.
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayLook);
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectPause, cancellationToken);
                return true;
            });
        });
        builder.Services.AddHealthChecks().AddCheck<ApiHealth>("api");
        return builder;
    }
}
