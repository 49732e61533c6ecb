using DotNet.Testcontainers.Containers;
using Testcontainers.MySql;
using Testcontainers.Redis;

namespace Ingestion.Cluster.Tests.Servers;

/// <summary>MySQL or Redis in a container. Not run so far: see <see cref="ServerOrigin.Containers"/>.</summary>
internal sealed class ContainerServer : IServer
{
    private const string MySqlImage = "mysql:8.4";
    private const string RedisImage = "redis:7";
    private const string Password = "tests";
    private readonly IContainer _container;

    private ContainerServer(IContainer container, string connectionString)
    {
        _container = container;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static Task<ContainerServer> StartMySqlAsync()
    {
        // A port of our own choice: one that Docker chooses is another after a restart, and hosts were told the first.
        var port = ServerProcess.FreePort();
        var container = new MySqlBuilder(MySqlImage)
            .WithPortBinding(port, MySqlBuilder.MySqlPort)
            .WithDatabase("ingestion").WithUsername("root").WithPassword(Password)
            .WithCommand("--character-set-server=utf8mb4", "--max-connections=500")
            .Build();
        return StartAsync(container, $"Server=127.0.0.1;Port={port};Database=ingestion;User ID=root;Password={Password};Connection Timeout=5;AllowPublicKeyRetrieval=true");
    }

    public static Task<ContainerServer> StartRedisAsync()
    {
        var port = ServerProcess.FreePort();
        var container = new RedisBuilder(RedisImage)
            .WithPortBinding(port, RedisBuilder.RedisPort)
            .WithCommand("redis-server", "--appendonly", "yes", "--save", "")
            .Build();
        return StartAsync(container, $"127.0.0.1:{port},abortConnect=false");
    }

    /// <inheritdoc/>
    public Task StartAsync() => _container.StartAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public Task StopAsync() => _container.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static async Task<ContainerServer> StartAsync(IContainer container, string connectionString)
    {
        var server = new ContainerServer(container, connectionString);
        await server.StartAsync();
        return server;
    }
}
