using Ingestion.Cluster.Tests.Servers;
using Ingestion.Standalone.Tests.Hosting;
using MySqlConnector;

namespace Ingestion.Cluster.Tests.Hosts;

/// <summary>The distributed system on loopback: MariaDB, Redis, an API host and as many silos as a test wants, all real processes.</summary>
/// <param name="hasObjectStore">Whether files and results are kept in an object store, and in no folder.</param>
public sealed class Cluster(bool hasObjectStore = false) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-cluster-").FullName;
    private readonly List<Host> _silos = [];

    // The same after a restart, as behind a load balancer: whoever asks again finds it.
    private readonly string _apiUrl = FreeUrl();

    /// <summary>What these tests need.</summary>
    public const string Needs = ClusterServers.Needs;

    /// <summary>Whether this machine has it.</summary>
    public static bool IsPossible => ClusterServers.Origin is not ServerOrigin.None;

    /// <summary>An address that nobody listens at.</summary>
    internal static string FreeUrl() => $"http://127.0.0.1:{ServerProcess.FreePort()}";

    internal IServer Database { get; private set; } = null!;

    internal IServer Redis { get; private set; } = null!;

    /// <summary>Null where a folder is used.</summary>
    internal Azurite? Objects { get; private set; }

    internal Host ApiHost { get; private set; } = null!;

    internal ApiClient Api { get; private set; } = null!;

    internal IReadOnlyList<Host> Silos => _silos;

    internal string ArtifactFolder => Path.Combine(_folder, "artifacts");

    /// <summary>What hosts that are started from now on are given besides.</summary>
    internal IReadOnlyList<(string Name, string Value)> MoreSettings { get; set; } = [];

    /// <summary>What every host is given.</summary>
    internal IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("ConnectionStrings__ingestion", Database.ConnectionString),
        ("ConnectionStrings__redis", Redis.ConnectionString),
        ("ENCRYPTION_KEY", Convert.ToBase64String(new byte[32])),
        ("JWT_KEY", Convert.ToBase64String(new byte[32])),
        Objects is null ? ("UPLOAD_BASE_DIR", ArtifactFolder) : ("ConnectionStrings__artifacts", Objects.ConnectionString),
        ("INGESTION_ADMIN_EMAIL", TestAccount.Email),
        ("INGESTION_ADMIN_PASSWORD", TestAccount.Password),
        ("Orleans__Endpoints__AdvertisedIPAddress", "127.0.0.1"),
        // Many chunks, and one at a time: there is always a middle to be disturbed in.
        ("Engine__ChunkBytes", "262144"),
        ("Silo__CpuLanes", "1"),
        ("FLUSH_TO_DISK", "false"),
        ("Logging__LogLevel__Default", "Warning"),
        ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
        // Says which silo has a job.
        ("Logging__LogLevel__Ingestion.Silo.Jobs", "Information"),
        // And which host has migrated the database.
        ("Logging__LogLevel__Ingestion.Data", "Information"),
        ("Logging__LogLevel__Orleans.Runtime.MembershipService", "Information"),
        ("Logging__Console__FormatterName", "simple"),
        ("Logging__Console__FormatterOptions__SingleLine", "true"),
        ("Logging__Console__FormatterOptions__TimestampFormat", "HH:mm:ss.fff "),
        .. MoreSettings,
    ];

    public async ValueTask InitializeAsync()
    {
        if (!IsPossible || (hasObjectStore && !Azurite.IsInstalled))
            return;
        await StartServersAsync();
        await StartHostsAsync();
    }

    /// <summary>A database server with an empty database, and an empty Redis.</summary>
    internal async Task StartServersAsync()
    {
        var database = ClusterServers.StartDatabaseAsync(Path.Combine(_folder, "mariadb"));
        var redis = ClusterServers.StartRedisAsync(Path.Combine(_folder, "redis"));
        if (hasObjectStore)
            Objects = await Azurite.StartAsync(Path.Combine(_folder, "objects"));
        (Database, Redis) = (await database, await redis);
    }

    /// <summary>An API host and two silos.</summary>
    internal async Task StartHostsAsync()
    {
        // All at once, as a service manager does: whoever comes first makes the schema.
        ApiHost = LaunchApi();
        await Task.WhenAll(EnsureSilosAsync(2), ApiHost.ReadyAsync());
        Api = await ApiClient.SignInAsync(ApiHost.Address);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        foreach (var host in _silos.Append(ApiHost).OfType<Host>())
            await host.DisposeAsync();
        await (Objects?.DisposeAsync() ?? default);
        await (Redis?.DisposeAsync() ?? default);
        await (Database?.DisposeAsync() ?? default);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Has exactly so many silos run.</summary>
    internal async Task EnsureSilosAsync(int count)
    {
        foreach (var gone in _silos.Where(silo => silo.HasExited).ToList())
        {
            _silos.Remove(gone);
            await gone.DisposeAsync();
        }
        while (_silos.Count > count)
        {
            await _silos[^1].TerminateAsync();
            _silos.RemoveAt(_silos.Count - 1);
        }
        var started = new List<Task>();
        while (_silos.Count < count)
        {
            var silo = Host.Launch("Ingestion.Silo", Settings);
            _silos.Add(silo);
            started.Add(silo.ReadyAsync());
        }
        await Task.WhenAll(started);
    }

    /// <summary>Adds a silo whose disk is full; it is the first to go when there are to be fewer.</summary>
    internal async Task AddFullSiloAsync()
    {
        Directory.CreateDirectory(ArtifactFolder);
        var mountPoint = Directory.CreateDirectory(Path.Combine(_folder, $"full-{Guid.NewGuid():N}")).FullName;
        // So little memory for its part of the dedupe index that it has to spill, to a disk that has no room for that. And it has to say
        // that it listens: a shell drops variables with a dot in their name.
        var silo = Host.Launch("Ingestion.Silo", [.. Settings, ("Engine__DedupeMemoryMegabytes", "1"), ("Logging__LogLevel__Default", "Information")], within: command => FullDisk.Command(ArtifactFolder, mountPoint, command));
        _silos.Add(silo);
        await silo.ReadyAsync();
    }

    /// <summary>Ends the API host as a crash does, and starts another.</summary>
    internal async Task ReplaceApiAsync()
    {
        await ApiHost.KillAsync();
        await ApiHost.DisposeAsync();
        Api.Dispose();
        ApiHost = await LaunchApi().ReadyAsync();
        Api = await ApiClient.SignInAsync(ApiHost.Address);
    }

    /// <summary>Ends the API host as a service manager does, and starts another at its address; the exit code of the first.</summary>
    internal async Task<int> RestartApiAsync()
    {
        var code = await ApiHost.TerminateAsync();
        await ApiHost.DisposeAsync();
        ApiHost = await LaunchApi().HealthyAsync();
        return code;
    }

    /// <summary>The same with a silo, whose successor finds other ports.</summary>
    internal async Task<int> RestartSiloAsync(int index)
    {
        var code = await _silos[index].TerminateAsync();
        await _silos[index].DisposeAsync();
        _silos[index] = Host.Launch("Ingestion.Silo", Settings);
        await _silos[index].HealthyAsync();
        return code;
    }

    private Host LaunchApi() => Host.Launch("Ingestion.Api", Settings, _apiUrl);

    /// <summary>A number from the database.</summary>
    internal async Task<long> CountAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = new MySqlConnection(Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }
}
