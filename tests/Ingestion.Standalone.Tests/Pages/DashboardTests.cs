using System.Net;
using System.Text.Json;
using Ingestion.Standalone.Tests.Hosting;
using Microsoft.Playwright;

namespace Ingestion.Standalone.Tests.Pages;

/// <summary>Orleans' dashboard: by the API for programs, by the pages' own sign-in in a browser.</summary>
public sealed class DashboardTests(SharedStandalone shared)
{
    [Fact]
    public async Task Counters_AreForTheAdministratorOnly()
    {
        using var other = await ApiClient.SignInAsync(shared.Address, SharedStandalone.OtherEmail, SharedStandalone.OtherPassword);
        using var nobody = new HttpClient { BaseAddress = shared.Address };

        var counters = await shared.Api.GetAsync("/dashboard/DashboardCounters");
        Assert.Equal(HttpStatusCode.OK, counters.Status);
        Assert.Equal(JsonValueKind.Array, counters.Json.GetProperty("hosts").ValueKind);
        Assert.Equal(1, counters.Json.GetProperty("totalActiveHostCount").GetInt32());
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await RefusalAsync(other));
        using var refused = await nobody.GetAsync("/dashboard/DashboardCounters", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        // The live log would show everybody's work.
        Assert.Equal(HttpStatusCode.Forbidden, (await shared.Api.GetAsync("/dashboard/Trace")).Status);
    }

    [Fact]
    public async Task Page_InABrowser_AsksToSignInAndShowsTheCluster()
    {
        await using var session = await BrowserSession.SignInAsync(new Uri(shared.Address, "/cluster"));
        var page = session.Page;

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cluster Profiling" })).ToBeVisibleAsync();
        // What the silo answered, by the page's own calls.
        await Assertions.Expect(page.GetByText("req/sec").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Active Silos")).ToBeVisibleAsync();
        Assert.Equal("/cluster/", new Uri(page.Url).AbsolutePath);
        await session.ShowAsync("cluster.png");
    }

    [Fact]
    public async Task Page_ForNobody_LeadsToTheSignIn()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = shared.Address };

        using var answer = await browser.GetAsync("/cluster/DashboardCounters", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Redirect, "/login"), (answer.StatusCode, answer.Headers.Location?.AbsolutePath));
    }

    private static async Task<(HttpStatusCode, string?)> RefusalAsync(ApiClient api)
    {
        var answer = await api.GetAsync("/dashboard/DashboardCounters");
        return (answer.Status, answer.ProblemType);
    }
}
