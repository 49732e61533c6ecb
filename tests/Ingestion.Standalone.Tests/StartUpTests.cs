using System.Net;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests;

/// <summary>How the process starts, and why it does not.</summary>
public sealed class StartUpTests : IDisposable
{
    private static readonly TimeSpan MostUntilReady = TimeSpan.FromSeconds(30);
    private readonly DataFolder _folder = new();

    [Fact]
    public async Task Start_OnAFolderInUse_SaysSoAndExitsWith1()
    {
        await using var first = await StandaloneProcess.StartAsync(_folder.Path);
        await using var second = StandaloneProcess.Launch([("DATA_DIR", _folder.Path)]);

        Assert.Equal(1, await second.WaitForExitAsync());

        Assert.Equal([$"Ingestion did not start: The data folder '{_folder.Path}' is in use by another process. End that one, or set DATA_DIR to another folder."], second.Errors);
        TestContext.Current.SendDiagnosticMessage("Ready {0:N1} s after its start.", first.ReadyAfter.TotalSeconds);
        Assert.InRange(first.ReadyAfter, TimeSpan.Zero, MostUntilReady);
    }

    [Theory]
    [InlineData("PORT", "many", "PORT is 'many': give a number from 1 to 65535.")]
    [InlineData("PORT", "70000", "PORT is '70000': give a number from 1 to 65535.")]
    [InlineData("INGESTION_ADMIN_EMAIL", "a@example.org", "INGESTION_ADMIN_EMAIL and INGESTION_ADMIN_PASSWORD belong together: set both or none.")]
    [InlineData("INGESTION_ADMIN_PASSWORD", "secret", "INGESTION_ADMIN_EMAIL and INGESTION_ADMIN_PASSWORD belong together: set both or none.")]
    [InlineData("JWT_KEY", "short", "JWT_KEY is missing or too short: set it to at least 32 random bytes in base64, such as `openssl rand -base64 32` prints.")]
    [InlineData("ConnectionStrings__artifacts", "AccountKey=c2VjcmV0", "ConnectionStrings:artifacts is no Azure Storage connection string: give 'DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net', or the address of a blob service with a SAS token.")]
    [InlineData("Silo__CpuLanes", "0", "Silo:CpuLanes is '0': give a whole number from 1 to 1024.")]
    public async Task Start_WithAWrongSetting_SaysWhichInOneLineAndExitsWith1(string name, string value, string why)
    {
        await using var process = StandaloneProcess.Launch([("DATA_DIR", _folder.Path), (name, value)]);

        Assert.Equal(1, await process.WaitForExitAsync());

        Assert.Equal([$"Ingestion did not start: {why}"], process.Errors);
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSoAndExitsWith1()
    {
        await using var first = await StandaloneProcess.StartAsync(_folder.Path);
        using var other = new DataFolder();
        await using var second = StandaloneProcess.Launch([("DATA_DIR", other.Path), ("PORT", $"{first.Address.Port}")], urls: null);

        Assert.Equal(1, await second.WaitForExitAsync());

        Assert.Equal($"Ingestion did not start: Failed to bind to address http://127.0.0.1:{first.Address.Port}: address already in use.", Assert.Single(second.Errors));
    }

    [Fact]
    public async Task Start_WithoutAnAccount_PrintsALinkThatSignsInOnce()
    {
        await using var process = StandaloneProcess.Launch([("DATA_DIR", _folder.Path)]);
        await process.WaitUntilReadyAsync();
        var line = await process.WaitForOutputAsync("Sign in, once and within 15 minutes: ");
        var link = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];

        var (page, signedIn) = await FollowAsync(link);
        Assert.Equal(("/jobs", true), (page, signedIn));

        (page, signedIn) = await FollowAsync(link);
        Assert.Equal(("/login", false), (page, signedIn));
    }

    [Fact]
    public async Task Start_WithAWarmUp_LeavesNothingOfIt()
    {
        using var temporary = new DataFolder();
        await using var process = await StandaloneProcess.StartAsync(_folder.Path, ("Silo__WarmUp", "true"), ("TMP_DIR", temporary.Path));
        await Polling.UntilAsync("the warm-up to begin", () => Task.FromResult(Directory.EnumerateDirectories(temporary.Path).FirstOrDefault()));
        await Polling.UntilAsync("the warm-up to end", () => Task.FromResult(Directory.EnumerateFileSystemEntries(temporary.Path).Any() ? null : "ended"));

        using var api = await ApiClient.SignInAsync(process.Address);
        Assert.Empty((await api.GetAsync("/projects")).Json.GetProperty("items").EnumerateArray());
        Assert.DoesNotContain(process.Output, line => line.Contains("warm-up", StringComparison.OrdinalIgnoreCase));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "artifacts")));
    }

    [Fact]
    public async Task Terminate_WithoutAJob_ExitsWith0AndTheSameDataIsThereAtTheNextStart()
    {
        await using (var process = await StandaloneProcess.StartAsync(_folder.Path))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            await api.CreateProjectAsync("Kept");
            Assert.Equal(0, await process.TerminateAsync());
        }

        await using var again = await StandaloneProcess.StartAsync(_folder.Path);
        using var later = await ApiClient.SignInAsync(again.Address);
        Assert.Equal("Kept", Assert.Single((await later.GetAsync("/projects")).Json.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Where a browser that was never here ends up, and whether with a cookie.</summary>
    private static async Task<(string Path, bool HasCookie)> FollowAsync(string link)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler);
        using var response = await browser.GetAsync(link, TestContext.Current.CancellationToken);
        var page = response.RequestMessage!.RequestUri!;
        return (page.AbsolutePath, handler.CookieContainer.GetCookies(page).Any(cookie => !cookie.Name.Contains("Antiforgery", StringComparison.OrdinalIgnoreCase)));
    }
}
