using System.Net.Sockets;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Cluster.Tests.Servers;

/// <summary>Azurite, the blob storage server from npm, that keeps its data over a restart.</summary>
internal sealed class Azurite : IAsyncDisposable
{
    private const string Account = "tests";
    private static readonly string Key = Convert.ToBase64String(new byte[32]);
    private readonly string _folder;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _process;

    private Azurite(string folder) => _folder = folder;

    /// <summary>What tests on it need.</summary>
    public const string Needs = "The tests of the object store need Azurite: run `npm ci` in tests/azurite, or have azurite-blob on the PATH.";

    /// <summary>Whether the server is installed.</summary>
    public static bool IsInstalled => Program is not null;

    public string Address => $"http://127.0.0.1:{_port}";

    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Address}/{Account};";

    private static string? Program =>
        Path.Combine(SolutionFolder.Path, "tests/azurite/node_modules/.bin/azurite-blob") is var own && File.Exists(own) ? own : ServerProcess.Find("azurite-blob");

    public static async Task<Azurite> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var server = new Azurite(folder);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, and again after <see cref="StopAsync"/>, on the same port and data.</summary>
    public async Task StartAsync()
    {
        _process = ServerProcess.Start(
            Program!,
            [
                "--blobHost", "127.0.0.1", "--blobPort", $"{_port}", "--location", _folder, "--skipApiVersionCheck", "--silent", "--disableTelemetry",
            ],
            [("AZURITE_ACCOUNTS", $"{Account}:{Key}")]);
        await Polling.UntilAsync("Azurite", async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"Azurite ended: {string.Join('\n', _process.Output)}");
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

    public Task StopAsync() => _process!.EndAsync("TERM");

    /// <summary>SIGSTOP: takes connections and does not answer.</summary>
    public Task FreezeAsync() => _process!.SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => _process!.SignalAsync("CONT");

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;
}
