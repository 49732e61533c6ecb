using System.Net.Http.Json;
using System.Net.Sockets;
using Ingestion.Benchmarks.Cluster.Calls;
using MySqlConnector;

namespace Ingestion.Benchmarks.Cluster;

/// <summary>MariaDB, Redis, an API host and silos with one lane each, all real processes on loopback with empty folders of their own.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    public const string Email = "benchmark@example.com";
    public const string Password = "benchmark-0nly-Password";

    private static readonly HttpClient Http = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-scale-").FullName;
    private readonly string _binFolder;
    private readonly List<OwnProcess> _silos = [];
    private readonly List<Uri> _siloAddresses = [];
    private OwnProcess? _database;
    private OwnProcess? _redis;
    private OwnProcess? _api;
    private string _databaseAddress = "";
    private string _redisAddress = "";

    private ClusterUnderTest(string binFolder) => _binFolder = binFolder;

    public Uri Address { get; private set; } = null!;

    public double SiloCpuSeconds => _silos.Sum(silo => silo.CpuSeconds);

    public double ApiCpuSeconds => _api!.CpuSeconds;

    public double DatabaseCpuSeconds => _database!.CpuSeconds;

    /// <summary>Starts it.</summary>
    /// <param name="binFolder">Where the hosts were built: it has <c>Ingestion.Silo/release</c> and <c>Ingestion.Api/release</c>.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="settings">What else the hosts are given.</param>
    public static async Task<ClusterUnderTest> StartAsync(string binFolder, int silos, params (string Name, string Value)[] settings)
    {
        var cluster = new ClusterUnderTest(binFolder);
        try
        {
            await Task.WhenAll(cluster.StartDatabaseAsync(), cluster.StartRedisAsync());
            await cluster.StartHostsAsync(silos, settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server's own counters, such as <c>Com_insert</c>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> StatementsAsync()
    {
        await using var connection = new MySqlConnection(_databaseAddress);
        await connection.OpenAsync();
        await using var command = new MySqlCommand("SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_insert', 'Com_insert_select', 'Com_update', 'Com_delete', 'Com_select')", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var counters = new Dictionary<string, long>();
        while (await reader.ReadAsync())
        {
            counters[reader.GetString(0)] = long.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture);
        }

        return counters;
    }

    /// <summary>The calls of our grains' methods that all silos took so far, by method.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CallsAsync()
    {
        var silos = await Task.WhenAll(_siloAddresses.Select(silo => Http.GetFromJsonAsync<Dictionary<string, long>>(silo)));
        return silos.SelectMany(counts => counts!).GroupBy(count => count.Key).ToDictionary(method => method.Key, method => method.Sum(count => count.Value));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _silos.Append(_api).Append(_redis).Append(_database).OfType<OwnProcess>())
        {
            await process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartDatabaseAsync()
    {
        var port = OwnProcess.FreePort();
        var data = Directory.CreateDirectory(Path.Combine(_folder, "mariadb")).FullName;
        var temporary = $"--tmpdir={Directory.CreateDirectory(data + "-tmp").FullName}";
        await OwnProcess.RunAsync("mariadb-install-db", "--no-defaults", $"--datadir={data}", temporary, "--auth-root-authentication-method=normal", "--skip-test-db", $"--user={Environment.UserName}");
        _database = OwnProcess.Start("mariadbd",
        [
            "--no-defaults", $"--datadir={data}", temporary, $"--port={port}", "--bind-address=127.0.0.1", $"--socket={data}/s", $"--pid-file={data}/pid",
            $"--user={Environment.UserName}", "--max-connections=500",
        ]);
        var server = $"Server=127.0.0.1;Port={port};User ID=root";
        await _database.ReadyAsync(async () =>
        {
            await using var connection = new MySqlConnection(server + ";Pooling=false");
            await connection.OpenAsync();
            await new MySqlCommand("CREATE DATABASE ingestion CHARACTER SET utf8mb4", connection).ExecuteNonQueryAsync();
            return true;
        });
        _databaseAddress = server + ";Database=ingestion";
    }

    private async Task StartRedisAsync()
    {
        var port = OwnProcess.FreePort();
        _redis = OwnProcess.Start("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--dir", _folder]);
        await _redis.ReadyAsync(async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        });
        _redisAddress = $"127.0.0.1:{port}";
    }

    private async Task StartHostsAsync(int silos, (string Name, string Value)[] settings)
    {
        (string, string)[] all =
        [
            ("ConnectionStrings__ingestion", _databaseAddress), ("ConnectionStrings__redis", _redisAddress),
            ("ENCRYPTION_KEY", Convert.ToBase64String(new byte[32])), ("JWT_KEY", Convert.ToBase64String(new byte[32])),
            ("UPLOAD_BASE_DIR", Path.Combine(_folder, "artifacts")), ("Orleans__Endpoints__AdvertisedIPAddress", "127.0.0.1"),
            ("INGESTION_ADMIN_EMAIL", Email), ("INGESTION_ADMIN_PASSWORD", Password),
            ("Silo__CpuLanes", "1"), ("Logging__LogLevel__Default", "Warning"), .. settings,
        ];
        var ports = Enumerable.Range(0, silos).Select(_ => OwnProcess.FreePort()).ToList();
        _silos.AddRange(ports.Select(port => StartHost("Ingestion.Silo", port, [.. all, .. CallCounting.Settings])));
        _siloAddresses.AddRange(ports.Select(port => new Uri($"http://127.0.0.1:{port}{CallCounting.Path}")));
        await Task.WhenAll(_silos.Zip(ports, ReadyAsync));
        var apiPort = OwnProcess.FreePort();
        _api = await ReadyAsync(StartHost("Ingestion.Api", apiPort, all), apiPort);
        Address = new Uri($"http://127.0.0.1:{apiPort}/");
    }

    private OwnProcess StartHost(string project, int port, (string, string)[] settings) =>
        OwnProcess.Start("dotnet", [Path.Combine(_binFolder, project, "release", $"{project}.dll"), "--urls", $"http://127.0.0.1:{port}"], settings);

    private static Task<OwnProcess> ReadyAsync(OwnProcess host, int port) => host.ReadyAsync(async () =>
    {
        using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
        return answer.IsSuccessStatusCode;
    });
}
