using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>The real process, as a user starts it, on a port of its own choice. Ended by its id only.</summary>
internal sealed partial class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _errors = new();

    private StandaloneProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data, _output, _outputEnded);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, _errors, _errorsEnded);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>From the start of the process to the line that says it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    public IReadOnlyList<string> Output => [.. _output];

    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>The program's folder: built beside this test's, in the same configuration.</summary>
    private static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent!.Parent!.FullName, "Ingestion.Standalone", own.Name, "Ingestion.Standalone.dll");
        }
    }

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    public static async Task<StandaloneProcess> StartAsync(string dataFolder, params (string Name, string Value)[] settings)
    {
        var process = Launch([("DATA_DIR", dataFolder), ("INGESTION_ADMIN_EMAIL", TestAccount.Email), ("INGESTION_ADMIN_PASSWORD", TestAccount.Password), .. settings]);
        await process.WaitUntilReadyAsync();
        return process;
    }

    /// <summary>Starts the process with these settings only, but for the address.</summary>
    /// <param name="settings">Environment variables; an empty value counts as not given.</param>
    /// <param name="urls">Null to leave the address to the settings.</param>
    public static StandaloneProcess Launch(IEnumerable<(string Name, string Value)> settings, string? urls = "http://127.0.0.1:0")
    {
        var start = new ProcessStartInfo
        {
            FileName = "dotnet",
            WorkingDirectory = Path.GetDirectoryName(Program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Program);
        if (urls is not null)
        {
            start.ArgumentList.Add("--urls");
            start.ArgumentList.Add(urls);
        }
        foreach (var name in (string[])["DATA_DIR", "INGESTION_ADMIN_EMAIL", "INGESTION_ADMIN_PASSWORD", "PORT", "ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
            start.Environment.Remove(name);
        foreach (var (name, value) in QuickStart.Settings.Concat(settings))
            start.Environment[name] = value;

        var process = new StandaloneProcess(start);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    public async Task WaitUntilReadyAsync()
    {
        var ready = await Polling.UntilAsync("the process to be ready", () => _process.HasExited
            ? throw new InvalidOperationException($"The process ended with {_process.ExitCode}: {string.Join('\n', Errors)}")
            : Task.FromResult(Output.Select(line => ReadyLine().Match(line)).FirstOrDefault(match => match.Success)), StartDeadline);
        ReadyAfter = DateTime.Now - _process.StartTime;
        Address = new Uri(ready.Groups[1].Value);
        // The last line of the announcement.
        await WaitForOutputAsync("Ctrl-C ends it");
    }

    public Task<string> WaitForOutputAsync(string text) =>
        Polling.UntilAsync($"'{text}'", () => Task.FromResult(Output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))), StartDeadline);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager sends it; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await WaitForExitAsync();
    }

    /// <summary>Waits for the process to end by itself; the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StartDeadline);
        await Task.WhenAll(_outputEnded.Task, _errorsEnded.Task).WaitAsync(StartDeadline);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
    }

    private static void Take(string? line, ConcurrentQueue<string> lines, TaskCompletionSource ended)
    {
        if (line is null)
            ended.TrySetResult();
        else
            lines.Enqueue(line);
    }

    [GeneratedRegex(@"^Ingestion is ready at (http://\S+)")]
    private static partial Regex ReadyLine();
}
