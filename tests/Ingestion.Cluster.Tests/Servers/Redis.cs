using System.Net.Sockets;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Cluster.Tests.Servers;

/// <summary>A Redis server, from Debian's binaries, that keeps its data over a restart.</summary>
internal sealed class Redis : IServer
{
    private readonly string _folder;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _process;

    private Redis(string folder) => _folder = folder;

    public string ConnectionString => $"127.0.0.1:{_port},abortConnect=false";

    public static async Task<Redis> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var server = new Redis(folder);
        await server.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async Task StartAsync()
    {
        _process = ServerProcess.Start(ServerProcess.Find("redis-server")!,
            ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--save", ""]);
        await Polling.UntilAsync("Redis", async () =>
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                return "ready";
            }
            catch (SocketException)
            {
                return null;
            }
        });
    }

    /// <inheritdoc/>
    public Task StopAsync() => _process!.EndAsync("TERM");

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;
}
