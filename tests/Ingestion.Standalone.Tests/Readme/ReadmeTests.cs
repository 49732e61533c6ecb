using System.Diagnostics;
using System.Text.RegularExpressions;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Readme;

/// <summary>What the README says works.</summary>
public sealed partial class ReadmeTests(SharedStandalone shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-readme-").FullName;

    private static string Text => File.ReadAllText(Path.Combine(SolutionFolder.Path, "README.md"));

    /// <summary>Every <c>bash</c> block, one after the other in one shell, as a reader would paste them.</summary>
    [Fact]
    public async Task WalkThrough_PastedIntoAShell_DoesWhatItSays()
    {
        Assert.SkipUnless(File.Exists("/bin/bash") && File.Exists("/usr/bin/curl"), "The walk-through needs bash and curl.");
        var script = string.Join('\n', Blocks().Matches(Text).Select(block => block.Groups[1].Value));

        var output = await RunAsync("set -euo pipefail\n" + script);

        Assert.Contains("\"status\":\"COMPLETED\"", output, StringComparison.Ordinal);
        Assert.Contains("event: state", output, StringComparison.Ordinal);
        Assert.Contains("order_id,name,email,age", output, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"REJECTED\"", output, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"DUPLICATE\"", output, StringComparison.Ordinal);
        // The corrected row, which the job itself had rejected.
        Assert.Contains("\"repairOf\":\"", output, StringComparison.Ordinal);
        Assert.Contains("\"rowsClean\":1,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_IntoTheRepository_LeadSomewhere() =>
        Assert.All(
            Links().Matches(Text).Select(link => link.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.Combine(SolutionFolder.Path, link)), link));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", script])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["BASE"] = shared.Address.ToString().TrimEnd('/'),
                ["EMAIL"] = TestAccount.Email,
                ["PASSWORD"] = TestAccount.Password,
            },
        };
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Polling.DefaultDeadline);
        Assert.True(bash.ExitCode == 0, $"{await output}\n{await errors}");
        return await output;
    }

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Links();
}
