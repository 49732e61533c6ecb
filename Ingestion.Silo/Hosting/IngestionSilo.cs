using System.Net;
using System.Net.Sockets;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Jobs;
using Ingestion.Silo.Lanes;
using Ingestion.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Orleans.Storage;

namespace Ingestion.Silo;

/// <summary>The silo as a part of any host.</summary>
public static class IngestionSilo
{
    private const string DefaultStorage = "Default";
    private const int FirstPort = 15_000;
    private const int LastPort = 32_000;

    /// <summary>
    /// Adds the silo: embedded, a cluster of one, unless <c>ConnectionStrings:redis</c> is there. The database's schema is brought
    /// up to date before the silo starts. See <see cref="SiloSettings"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which, in one line.</exception>
    public static TBuilder AddIngestionSilo<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        var settings = new SiloSettings(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(settings.Engine);
        services.AddIngestionData(builder.Configuration);
        services.TryAddSingleton<IArtifactStore>(_ => settings.ObjectStore as IArtifactStore ?? new FolderArtifactStore(settings.ArtifactFolder, settings.FlushToDisk));
        services.TryAddSingleton<StoreWatch>();
        services.AddSingleton<CpuLanes>();
        services.AddSingleton<ActiveSilos>();
        services.AddMetrics();
        services.AddSingleton<IngestionMetrics>();
        services.AddSingleton<WorkTelemetry>();
        services.AddSingleton<LayoutCache>();
        services.AddSingleton<ReferenceCache>();
        services.AddSingleton<JobContexts>();
        services.AddSingleton<ChunkRunner>();
        services.AddSingleton<JobRunServices>();
        services.AddHostedService<SchemaStartup>();
        services.AddHostedService<UnfinishedJobsWatchdog>();
        services.AddHostedService<AbandonedFiles>();
        services.AddHealthChecks().AddCheck<SiloHealth>("silo");
        builder.UseOrleans(silo => silo.Configure(settings));
        // Started last, when the silo takes calls.
        if (settings.WarmUp)
        {
            services.TryAddSingleton<Rehearsal, SiloRehearsal>();
            services.AddSingleton<WarmUp>();
            services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        }
        return builder;
    }

    private static void Configure(this ISiloBuilder silo, SiloSettings settings)
    {
        if (settings.RedisConnectionString is null)
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: settings.ServiceId, clusterId: settings.ClusterId);
        else
            silo.JoinCluster(settings, settings.RedisConnectionString);
        silo.Configure<ClusterMembershipOptions>(SiloSettings.Membership);
        // A cancelled job's folder is deleted once its chunks have stopped writing, not once they were told to.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.WaitForCancellationAcknowledgement = true);
        silo.AddIncomingGrainCallFilter<CancellableCallFilter>();

        if (settings.HasDashboard)
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);

        if (!settings.HasOrleansStorage)
        {
            silo.AddAdoNetGrainStorage(DefaultStorage, options => options.Configure<Database>((storage, database) =>
            {
                storage.Invariant = database.OrleansInvariant;
                storage.ConnectionString = database.ConnectionString;
            }));
        }
        // Chosen once and for all: rows written by another serializer could not be read.
        silo.Services.AddOptions<AdoNetGrainStorageOptions>(DefaultStorage)
            .Configure<Serializer>((storage, serializer) => storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer));

        if (!settings.HasOrleansReminders)
        {
            silo.UseAdoNetReminderService(options => options.Configure<Database>((reminders, database) =>
            {
                reminders.Invariant = database.OrleansInvariant;
                reminders.ConnectionString = database.ConnectionString;
            }));
        }
    }

    private static void JoinCluster(this ISiloBuilder silo, SiloSettings settings, string redis)
    {
        if (!settings.HasOrleansClustering)
            silo.UseRedisClustering(redis);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, settings.ServiceId));
        // Others learn the ports from Redis; who needs fixed ones for a firewall sets them.
        silo.Configure<EndpointOptions>(options =>
        {
            options.SiloPort = settings.SiloPort ?? FreePort();
            options.GatewayPort = settings.GatewayPort ?? FreePort();
        });
    }

    // Below the range from which systems take ports for outgoing connections: one of those could take it before the silo does.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }
}
