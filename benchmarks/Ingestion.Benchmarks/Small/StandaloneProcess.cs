using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ingestion.Benchmarks.Small;

/// <summary>An Ingestion.Standalone of the benchmark's own, on a free port and an empty data folder.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    public const string Email = "benchmark@example.com";
    public const string Password = "benchmark-0nly-Password";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly DirectoryInfo _data;

    private StandaloneProcess(Process process, DirectoryInfo data, Uri address)
    {
        _process = process;
        _data = data;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts <c>Ingestion.Standalone.dll</c> and waits until it is healthy.</summary>
    public static async Task<StandaloneProcess> StartAsync(string program)
    {
        var data = Directory.CreateTempSubdirectory("ingestion-small-");
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(program), "--urls", address.GetLeftPart(UriPartial.Authority)])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = data.FullName,
        };
        start.Environment["DATA_DIR"] = data.FullName;
        start.Environment["INGESTION_ADMIN_EMAIL"] = Email;
        start.Environment["INGESTION_ADMIN_PASSWORD"] = Password;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        var standalone = new StandaloneProcess(process, data, address);
        try
        {
            await standalone.WaitUntilHealthyAsync();
            return standalone;
        }
        catch
        {
            await standalone.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(100))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"Standalone ended with exit code {_process.ExitCode} before it was healthy.");
            }

            try
            {
                using var response = await http.GetAsync(new Uri("health", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException($"Standalone was not healthy at {Address} after {Patience}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
