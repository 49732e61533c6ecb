using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Running;

/// <summary>Runs a contestant in a process of its own, so that its CPU time and peak memory are nobody else's.</summary>
internal static class ChildProcess
{
    /// <summary>The hidden verb under which this program runs as a child.</summary>
    public const string Verb = "contestant";

    /// <summary>The parent's side: starts the child and reads what it measured.</summary>
    public static async Task<Measurement> MeasureAsync(IContestant contestant, string inputPath, string scratchFolder, int workers)
    {
        var output = Path.Combine(scratchFolder, $"{contestant.Name}-{Environment.ProcessId}");
        var answer = output + ".json";
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        Directory.CreateDirectory(output);
        try
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(StartInfo(
                [Verb, "--name", contestant.Name, "--input", inputPath, "--output", output, "--answer", answer,
                    "--workers", workers.ToString(CultureInfo.InvariantCulture)]))!;
            await process.WaitForExitAsync();
            var processSeconds = clock.Elapsed.TotalSeconds;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"Contestant '{contestant.Name}' ended with exit code {process.ExitCode}.");
            }

            var measured = JsonSerializer.Deserialize<Measurement>(await File.ReadAllBytesAsync(answer), ContractsJson.Options)!;
            return measured with { ProcessSeconds = processSeconds };
        }
        finally
        {
            Directory.Delete(output, recursive: true);
            File.Delete(answer);
        }
    }

    /// <summary>The child's side: runs the contestant and writes down what the process cost so far, which is all but its exit.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new CommandLine(args, "name", "input", "output", "answer", "workers");
        var contestant = Contestants.Get(options.Required("name"));
        var clock = Stopwatch.StartNew();
        var result = await contestant.RunAsync(new ContestArgs(
            options.Required("input"), options.Required("output"), (int)options.Number("workers", 2)));
        var wall = clock.Elapsed - result.SetUp;
        var measured = new Measurement(
            contestant.Name,
            result.Counts,
            wall.TotalSeconds,
            result.SetUp.TotalSeconds,
            ProcessSeconds: 0,
            Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds,
            PeakResidentBytes());
        await File.WriteAllBytesAsync(options.Required("answer"), JsonSerializer.SerializeToUtf8Bytes(measured, ContractsJson.Options));
        return 0;
    }

    private static ProcessStartInfo StartInfo(IEnumerable<string> args)
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new ProcessStartInfo(program, [Assembly.GetEntryAssembly()!.Location, .. args])
            : new ProcessStartInfo(program, args);
    }

    /// <summary>Linux keeps the high-water mark itself; <see cref="Process.PeakWorkingSet64"/> is the other systems' word for it.</summary>
    private static long PeakResidentBytes()
    {
        const string Field = "VmHWM:";
        if (!OperatingSystem.IsLinux())
        {
            return Process.GetCurrentProcess().PeakWorkingSet64;
        }

        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(Field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(Field.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
