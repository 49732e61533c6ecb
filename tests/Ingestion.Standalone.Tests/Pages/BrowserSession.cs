using Ingestion.Standalone.Tests.Hosting;
using Microsoft.Playwright;

namespace Ingestion.Standalone.Tests.Pages;

/// <summary>A page in a real Chromium in which somebody has signed in.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string[] Quietly =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserSession(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Goes to an address and signs in there.</summary>
    public static async Task<BrowserSession> SignInAsync(Uri address)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no browser at {Chromium}.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quietly });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "en-GB", TimezoneId = "Europe/Berlin" });
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        await page.GotoAsync(address.ToString());
        await page.GetByLabel("E-mail").FillAsync(TestAccount.Email);
        await page.GetByLabel("Password").FillAsync(TestAccount.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return new(playwright, browser, page);
    }

    /// <summary>Waits until the page answers: a click on the prerendered one would be lost.</summary>
    public Task WaitUntilInteractiveAsync() => Page.Locator("#content[data-interactive]").WaitForAsync();

    /// <summary>Clicks on what opens a dialog, and waits until the focus is in it: it would be taken from whoever types before.</summary>
    public async Task OpenDialogAsync(string button)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Page.Locator(".mud-dialog-container :focus").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Keeps what is seen for the documentation, where that is asked for.</summary>
    public async Task ShowAsync(string image)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1")
            await Page.ScreenshotAsync(new() { Path = Path.Combine(SolutionFolder.Path, "docs", "images", image), Animations = ScreenshotAnimations.Disabled });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
