using Ingestion.Standalone.Tests.Hosting;
using MySqlConnector;

namespace Ingestion.Cluster.Tests.Servers;

/// <summary>A MariaDB server with an empty database <c>ingestion</c>, from Debian's binaries, that can be stopped and started again.</summary>
internal sealed class MariaDb : IServer
{
    // Written out in full at the installation: 96 MB by default.
    private const string LogSize = "--innodb-log-file-size=16M";
    private readonly string _folder;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _process;

    private MariaDb(string folder) => _folder = folder;

    // A server that starts removes the temporary tables it finds in its folder for them: shared, they are another server's.
    private string TemporaryTables => $"--tmpdir={Directory.CreateDirectory(_folder + "-tmp").FullName}";

    public string ConnectionString => $"Server=127.0.0.1;Port={_port};Database=ingestion;User ID=root;Connection Timeout=5";

    public static async Task<MariaDb> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var server = new MariaDb(folder);
        await ServerProcess.RunAsync(ServerProcess.Find("mariadb-install-db")!,
            "--no-defaults", $"--datadir={folder}", server.TemporaryTables, "--auth-root-authentication-method=normal", "--skip-test-db",
            $"--user={Environment.UserName}", LogSize);
        await server.StartAsync();
        await using var connection = new MySqlConnection($"Server=127.0.0.1;Port={server._port};User ID=root");
        await connection.OpenAsync();
        await new MySqlCommand("CREATE DATABASE ingestion CHARACTER SET utf8mb4", connection).ExecuteNonQueryAsync();
        return server;
    }

    /// <inheritdoc/>
    public async Task StartAsync()
    {
        _process = ServerProcess.Start(ServerProcess.Find("mariadbd")!,
        [
            "--no-defaults", $"--datadir={_folder}", TemporaryTables, $"--port={_port}", "--bind-address=127.0.0.1", $"--socket={Path.Combine(_folder, "s")}",
            $"--pid-file={Path.Combine(_folder, "pid")}", $"--user={Environment.UserName}", "--innodb-buffer-pool-size=64M", LogSize, "--max-connections=500",
        ]);
        await Polling.UntilAsync("MariaDB", async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"MariaDB ended: {string.Join('\n', _process.Output)}");
            try
            {
                await using var connection = new MySqlConnection($"Server=127.0.0.1;Port={_port};User ID=root;Pooling=false");
                await connection.OpenAsync();
                return "ready";
            }
            catch (MySqlException)
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public Task StopAsync() => _process!.EndAsync("TERM");

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;
}
