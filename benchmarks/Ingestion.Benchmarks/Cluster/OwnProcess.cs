using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ingestion.Benchmarks.Cluster;

/// <summary>A server of the benchmark's own on loopback, ended by its id.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private const int TicksPerSecond = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private OwnProcess(Process process) => _process = process;

    /// <summary>User and system time so far, from Linux's own count.</summary>
    public double CpuSeconds
    {
        get
        {
            // The fields after the program's name, which may have spaces in it: utime and stime are the 12th and 13th of them.
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / (double)TicksPerSecond;
        }
    }

    public static OwnProcess Start(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var own = new OwnProcess(new Process { StartInfo = start });
        own._process.OutputDataReceived += (_, line) => own._output.Enqueue(line.Data ?? "");
        own._process.ErrorDataReceived += (_, line) => own._output.Enqueue(line.Data ?? "");
        own._process.Start();
        own._process.BeginOutputReadLine();
        own._process.BeginErrorReadLine();
        return own;
    }

    public static async Task RunAsync(string program, params string[] arguments)
    {
        await using var process = Start(program, arguments);
        await process._process.WaitForExitAsync();
        if (process._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process._process.ExitCode}: {string.Join('\n', process._output)}");
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks until it is ready.</summary>
    public async Task<OwnProcess> ReadyAsync(Func<Task<bool>> isReady)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(50))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with {_process.ExitCode}: {string.Join('\n', _output)}");
            }

            try
            {
                if (await isReady())
                {
                    return this;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or System.Data.Common.DbException or SocketException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException($"{_process.StartInfo.FileName} was not ready after {Patience}: {string.Join('\n', _output)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
