using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;
using Microsoft.Playwright;

namespace Ingestion.Cluster.Tests;

/// <summary>The web host beside the others, used with a real Chromium.</summary>
[Collection<OperatedCluster>]
public sealed class WebHostTests(Undisturbed undisturbed, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private const float PatienceMilliseconds = 120_000;
    private static readonly string[] Quietly =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly Hosts.Cluster _cluster = undisturbed.Cluster;
    private readonly string _homes = Directory.CreateTempSubdirectory("ingestion-web-").FullName;
    private readonly string _url = Hosts.Cluster.FreeUrl();
    private Host? _web;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        Assert.SkipUnless(File.Exists(Chromium), $"There is no browser at {Chromium}.");
        await _cluster.EnsureSilosAsync(2);
        _web = await LaunchAsync(_url);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quietly });
        _page = await _browser.NewPageAsync(new() { Locale = "en-GB", TimezoneId = "Europe/Berlin" });
        _page.SetDefaultTimeout(PatienceMilliseconds);
        // What a failed test is understood by.
        _page.Console += (_, message) => output.WriteLine($"console: {message.Type} {message.Text}");
        _page.RequestFailed += (_, request) => output.WriteLine($"failed: {request.Method} {request.Url} {request.Failure}");
        _page.Response += (_, response) => output.WriteLine($"{response.Status}: {response.Request.Method} {response.Url}");
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            output.WriteLine($"at the end: {_page.Url}: {await _page.Locator("body").InnerTextAsync()}");
        foreach (var line in _web?.Output ?? [])
            output.WriteLine($"web: {line}");
        await (_browser?.DisposeAsync() ?? default);
        _playwright?.Dispose();
        await (_web?.DisposeAsync() ?? default);
        Directory.Delete(_homes, recursive: true);
    }

    [Fact]
    public async Task JobPage_WhileSilosWorkAndTheApiRestarts_MovesToTheEnd()
    {
        await SignInAsync();
        var project = await _cluster.Api.CreateProjectAsync("Followed");
        var job = await _cluster.Api.UploadLargeAsync(project, undisturbed.File.Path, LargeOrders.Recipe("FIRST"));

        await _page.GotoAsync($"{_url}/jobs/{job.Id}?project={project}");
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "orders.csv" })).ToBeVisibleAsync();
        // It has what it begins with, and follows from now on.
        await _page.Locator("#content[data-interactive]").WaitForAsync();
        await Assertions.Expect(_page.GetByText("Nothing has been logged yet")).ToBeHiddenAsync();
        Assert.Equal(0, await _cluster.RestartApiAsync());

        await Assertions.Expect(_page.GetByText("The account balances")).ToBeVisibleAsync();
        await Assertions.Expect(_page.Locator("[data-count=read]")).ToHaveTextAsync($"{LargeOrders.Read:N0}");
        await Assertions.Expect(_page.Locator("[data-count=clean]")).ToHaveTextAsync($"{undisturbed.File.Clean:N0}");
        Assert.Equal(JobStatus.Completed, (await _cluster.Api.GetJobAsync(job.Id)).Status);
    }

    [Fact]
    public async Task SignIn_AfterTheWebHostWasKilledAndAtAnotherOne_IsStillGood()
    {
        await SignInAsync();
        await _web!.KillAsync();
        await _web.DisposeAsync();
        _web = await LaunchAsync(_url);
        await using var other = await LaunchAsync(Hosts.Cluster.FreeUrl());

        foreach (var host in (Host[])[_web, other])
        {
            await _page.GotoAsync(new Uri(host.Address, "/jobs").ToString());
            // Cookies know no ports, so that both hosts are given the same.
            await Assertions.Expect(_page.GetByRole(AriaRole.Button, new() { Name = "Your account" })).ToBeVisibleAsync();
        }
        Assert.Equal(0, await _web.TerminateAsync());
    }

    private async Task<Host> LaunchAsync(string url)
    {
        // Homes of their own, as on machines of their own: keys of cookies are kept there where nothing else is said.
        var home = Path.Combine(_homes, Guid.NewGuid().ToString());
        Directory.CreateDirectory(home);
        var web = Host.Launch(
            "Ingestion.Web",
            [.. _cluster.Settings.Where(setting => IsForAll(setting.Name)), ("Api__BaseAddress", _cluster.ApiHost.Address.ToString()), ("HOME", home)],
            url);
        await web.HealthyAsync();
        using var http = new HttpClient();
        Assert.Equal(200, (int)(await http.GetAsync(new Uri(web.Address, "/alive"), TestContext.Current.CancellationToken)).StatusCode);
        return web;
    }

    private async Task SignInAsync()
    {
        await _page.GotoAsync(_url);
        await _page.GetByLabel("E-mail").FillAsync(TestAccount.Email);
        await _page.GetByLabel("Password").FillAsync(TestAccount.Password);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // A click on the prerendered page would be lost.
        await _page.Locator("#content[data-interactive]").WaitForAsync();
    }

    // The web host needs neither the database nor the keys of the others.
    private static bool IsForAll(string name) => name is "ConnectionStrings__redis" || name.StartsWith("Logging", StringComparison.Ordinal);
}
