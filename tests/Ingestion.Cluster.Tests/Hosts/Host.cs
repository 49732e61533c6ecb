using System.Text.RegularExpressions;
using Ingestion.Cluster.Tests.Servers;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Cluster.Tests.Hosts;

/// <summary>One of the system's host processes, as a service manager starts it.</summary>
internal sealed partial class Host : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private Host(string name, ServerProcess process)
    {
        Name = name;
        _process = process;
    }

    public string Name { get; }

    public Uri Address { get; private set; } = null!;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> Output => _process.Output;

    /// <summary>Starts a host.</summary>
    /// <param name="project">Such as <c>Ingestion.Silo</c>: built beside this test, in the same configuration.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="url">Where it listens. Default: a port of its own choice.</param>
    /// <param name="within">Makes the command run inside another, which takes its place. Default: by itself.</param>
    public static Host Launch(string project, IEnumerable<(string Name, string Value)> settings, string url = "http://127.0.0.1:0", Func<string[], string[]>? within = null)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll");
        string[] command = ["dotnet", program, "--urls", url];
        command = within?.Invoke(command) ?? command;
        return new Host(project, ServerProcess.Start(command[0], command[1..], QuickStart.Settings.Concat(settings)));
    }

    /// <summary>Waits until it says that it listens.</summary>
    public async Task<Host> ReadyAsync()
    {
        var line = await Polling.UntilAsync($"{Name} to be ready", () => _process.HasExited
            ? throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}: {string.Join('\n', Output)}")
            : Task.FromResult(Output.Select(line => ListeningLine().Match(line)).FirstOrDefault(match => match.Success)));
        Address = new Uri(line.Groups[1].Value);
        return this;
    }

    /// <summary>Waits until its health check says that it is able to serve.</summary>
    public async Task<Host> HealthyAsync()
    {
        await ReadyAsync();
        using var http = new HttpClient();
        await Polling.UntilAsync($"{Name} to be healthy", async () =>
            (await http.GetAsync(new Uri(Address, "/health"), TestContext.Current.CancellationToken)).IsSuccessStatusCode ? "it is" : null);
        return this;
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.EndAsync("KILL");

    /// <summary>SIGTERM, and the wait for the end; the exit code.</summary>
    public Task<int> TerminateAsync() => _process.EndAsync("TERM");

    /// <summary>SIGSTOP: hangs.</summary>
    public Task FreezeAsync() => _process.SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => _process.SignalAsync("CONT");

    /// <summary>Waits for the process to end by itself; the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Polling.UntilAsync($"{Name} to end", () => Task.FromResult(HasExited ? "ended" : null));
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
