using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ingestion.Cluster.Tests.Servers;

/// <summary>A process of this test's own on loopback, ended by its id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, int> GivenPorts = new();
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote so far, both ways.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    public static ServerProcess Start(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        var server = new ServerProcess(start);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end well; the message has what it wrote.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        await using var process = Start(program, arguments);
        if (await process.WaitForExitAsync() != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Join('\n', process.Output)}");
    }

    /// <summary>A program's path; null when it is not installed.</summary>
    public static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>
    /// A port that nobody listens on, below the range from which outgoing connections take theirs; never the same twice: whoever got it
    /// may only be about to listen.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 15_000);
            if (!GivenPorts.TryAdd(port, port))
                continue;
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

    /// <summary>Sends a signal by its name, such as TERM, KILL, STOP or CONT.</summary>
    public Task SignalAsync(string signal) => RunAsync("kill", $"-{signal}", $"{_process.Id}");

    /// <summary>Sends a signal and waits for the end; the exit code.</summary>
    public async Task<int> EndAsync(string signal)
    {
        if (!HasExited)
            await SignalAsync(signal);
        return await WaitForExitAsync();
    }

    /// <summary>Waits for the end; the exit code.</summary>
    public Task<int> EndAsync() => WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
            _process.Kill();
        await WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(ExitDeadline);
        return _process.ExitCode;
    }

    private void Take(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
