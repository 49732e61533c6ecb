namespace Ingestion.Cluster.Tests.Servers;

/// <summary>Where a machine has its MariaDB and Redis from.</summary>
internal enum ServerOrigin
{
    /// <summary>There is neither: tests that need them are skipped.</summary>
    None,

    /// <summary>Programs on the PATH. They come first, since they start faster than containers.</summary>
    Programs,

    /// <summary>Docker. Never run where this was written, which has none: the choice is tested, the containers only compiled.</summary>
    Containers,
}

/// <summary>Starts the database and the Redis of a cluster, from wherever this machine has them.</summary>
internal static class ClusterServers
{
    private const string DockerSocket = "/var/run/docker.sock";

    public const string Needs = "The cluster tests need mariadbd and redis-server on the PATH, or Docker.";

    public static ServerOrigin Origin { get; } = Choose(
        ServerProcess.Find("mariadbd") is not null && ServerProcess.Find("redis-server") is not null,
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST")) || File.Exists(DockerSocket));

    /// <summary>What to use on a machine that has these.</summary>
    public static ServerOrigin Choose(bool hasPrograms, bool hasDocker) =>
        hasPrograms ? ServerOrigin.Programs : hasDocker ? ServerOrigin.Containers : ServerOrigin.None;

    /// <summary>A server with an empty database <c>ingestion</c>.</summary>
    public static async Task<IServer> StartDatabaseAsync(string folder) => Origin is ServerOrigin.Containers
        ? await ContainerServer.StartMySqlAsync()
        : await MariaDb.StartAsync(folder);

    /// <summary>An empty Redis.</summary>
    public static async Task<IServer> StartRedisAsync(string folder) => Origin is ServerOrigin.Containers
        ? await ContainerServer.StartRedisAsync()
        : await Redis.StartAsync(folder);
}
