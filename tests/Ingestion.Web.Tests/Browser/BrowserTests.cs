using Ingestion.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Ingestion.Web.Tests.Browser;

/// <summary>The pages in a real Chromium.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Quietly =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private ScriptedApi _api = null!;
    private WebApplication _web = null!;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private string Address => _web.Urls.First();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no browser at {Chromium}.");
        _api = await ScriptedApi.StartAsync();
        _web = await WebHost.StartAsync(_api.Address);
        try
        {
            _playwright = await Playwright.CreateAsync();
        }
        catch (PlaywrightException ex)
        {
            Assert.Skip($"Playwright's driver does not start here: {ex.Message}");
        }

        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quietly });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await (_web?.DisposeAsync() ?? default);
        await (_api?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task JobPage_WhileTheJobRuns_MovesByItselfToItsEnd()
    {
        var job = Jobs.Running(_api.Project.Id);
        _api.Set(job);
        var page = await SignInAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "orders.csv" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-count=clean]")).ToHaveTextAsync("1,892,214");
        _api.Log(job.Id, new(1, DateTimeOffset.UtcNow, JobLogLevel.Info, "Chunk 40 of 73"));
        _api.Set(job with { Progress = 0.9, RowsClean = 4_000_000, RowsRead = 4_600_000 });
        await Assertions.Expect(page.Locator("[data-count=clean]")).ToHaveTextAsync("4,000,000");
        await Assertions.Expect(page.Locator("[role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "90");
        await Assertions.Expect(page.GetByText("Chunk 40 of 73")).ToBeVisibleAsync();
        _api.Set(Jobs.Completed(_api.Project.Id) with { Id = job.Id });
        await Assertions.Expect(page.GetByText("The account balances")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("CSV", new() { Exact = true }).ClickAsync());
        Assert.Equal("id,name\n1,Ada\n", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task JobPage_WhenTheApiGoesAwayAndComesBack_SaysSoAndGoesOn()
    {
        var job = Jobs.Running(_api.Project.Id);
        _api.Set(job);
        var page = await SignInAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "orders.csv" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-count=clean]")).ToHaveTextAsync("1,892,214");

        var address = _api.Address;
        await _api.DisposeAsync();
        await Assertions.Expect(page.GetByText("Reconnecting…")).ToBeVisibleAsync();
        _api = await ScriptedApi.StartAsync(address.ToString(), _api.Project);
        _api.Set(Jobs.Completed(_api.Project.Id) with { Id = job.Id });

        await Assertions.Expect(page.GetByText("The account balances")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Assertions.Expect(page.GetByText("Reconnecting…")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task JobPage_FirstOpenedWhileTheApiIsAway_IsShownWhenItIsBack()
    {
        var page = await SignInAsync();
        var job = Jobs.Completed(_api.Project.Id);
        var address = _api.Address;
        await _api.DisposeAsync();

        await page.GotoAsync($"{Address}/jobs/{job.Id}?project={_api.Project.Id}");
        await page.Locator("#content[data-interactive]").WaitForAsync();
        // It has given up asking by then: this is for longer than that.
        await Assertions.Expect(page.GetByText("The ingestion service is not answering")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        _api = await ScriptedApi.StartAsync(address.ToString(), _api.Project);
        _api.Set(job);

        await Assertions.Expect(page.GetByText("The account balances")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task JobPage_WhenTheApiSaysLater_AsksAgainAndIsShown()
    {
        var job = Jobs.Completed(_api.Project.Id);
        _api.Set(job);
        var page = await SignInAsync();

        _api.Refuse("GET", requests: 3);
        await page.GotoAsync($"{Address}/jobs/{job.Id}?project={_api.Project.Id}");

        await Assertions.Expect(page.GetByText("The account balances")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        Assert.Equal(3, _api.Refused.Count);
    }

    [Fact]
    public async Task Cancel_WhenTheApiSaysLater_IsNotSentTwice()
    {
        var job = Jobs.Running(_api.Project.Id);
        _api.Set(job);
        var page = await SignInAsync();
        var row = page.Locator($"[data-job='{job.Id}']");
        await row.GetByRole(AriaRole.Button).ClickAsync();

        _api.Refuse("POST", requests: 2);
        await page.GetByText("Cancel the job").ClickAsync();

        await Assertions.Expect(page.GetByText("Later")).ToBeVisibleAsync();
        Assert.Equal([$"/ingestion/jobs/{job.Id}/cancel"], _api.Refused);
        Assert.Equal(JobStatus.Running, _api.Get(job.Id).Status);
    }

    [Fact]
    public async Task JobsPage_WhenTheSignInHasExpired_AsksToSignInAgain()
    {
        _api.Set(Jobs.Running(_api.Project.Id));
        var page = await SignInAsync();

        _api.EndSignIns();

        await Assertions.Expect(page.GetByText("Your sign-in has ended.")).ToBeVisibleAsync();
        Assert.Contains("returnUrl=%2Fjobs%3Fproject%3D", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobsPage_WhileAJobRuns_MovesByItselfAndCancels()
    {
        var job = Jobs.Running(_api.Project.Id);
        _api.Set(job);
        var page = await SignInAsync();

        var row = page.Locator($"[data-job='{job.Id}']");
        await Assertions.Expect(row.Locator("[role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "42");
        _api.Set(job with { Progress = 0.63 });
        await Assertions.Expect(row.Locator("[role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "63");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByText("Cancel the job").ClickAsync();
        await Assertions.Expect(row.GetByText("Cancelled")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Completed" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No completed jobs")).ToBeVisibleAsync();
        Assert.Contains("status=COMPLETED", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobsPage_WithMuchToShow_StillMoves()
    {
        var violations = Enumerable.Range(0, 200).Select(i => new ViolationCount($"rule {i}", $"a column with a long name, number {i}", i)).ToList();
        var jobs = Enumerable.Range(0, 50).Select(_ => Jobs.Running(_api.Project.Id) with { Violations = violations }).ToList();
        jobs.ForEach(_api.Set);
        var page = await SignInAsync();

        var row = page.Locator($"[data-job='{jobs[0].Id}']");
        _api.Set(jobs[0] with { Progress = 0.63 });
        await Assertions.Expect(row.Locator("[role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "63");
    }

    [Fact]
    public async Task Upload_FileWithARecipe_ShowsProblemsAndThenTheJob()
    {
        var page = await SignInAsync();
        await page.GetByText("Upload a file").ClickAsync();
        // It takes the focus when it is open, also from a field that is being filled.
        await page.Locator(".mud-dialog-container :focus").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "grüße.csv", MimeType = "text/csv", Buffer = "id,name\n1,Ada\n"u8.ToArray() });
        await page.Locator("textarea").FillAsync("""{"rules":[{"id":"r1","type":"NOT_NULL","column":"no_such_column"}]}""");
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Upload and clean" });
        await send.ClickAsync();
        await Assertions.Expect(page.GetByText("rules[0].column: There is no column 'no_such_column'.")).ToBeVisibleAsync();

        await page.Locator("textarea").FillAsync("""{"rules":[{"id":"r1","type":"NOT_NULL","column":"name"}]}""");
        await send.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "grüße.csv" })).ToBeVisibleAsync();
        Assert.Equal("id,name\n1,Ada\n", _api.Uploaded["grüße.csv"]);
    }

    [Fact]
    public async Task SignIn_WrongThenRight_SaysSoAndComesBackToThePageAskedFor()
    {
        var missing = JobId.New();
        var page = await _browser!.NewPageAsync();
        await page.GotoAsync($"{Address}/jobs/{missing}?project={_api.Project.Id}");
        await page.GetByLabel("E-mail").FillAsync("ada@example.org");
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByText("E-mail or password is wrong")).ToBeVisibleAsync();

        await page.GetByLabel("Password").FillAsync(ScriptedApi.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByText("There is no such job")).ToBeVisibleAsync();
        await page.Locator("#content[data-interactive]").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Your account" }).ClickAsync();
        await page.GetByText("Sign out").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private async Task<IPage> SignInAsync()
    {
        var page = await _browser!.NewPageAsync();
        await page.GotoAsync($"{Address}/signin/once");
        // A click on the prerendered page would be lost.
        await page.Locator("#content[data-interactive]").WaitForAsync();
        return page;
    }
}
