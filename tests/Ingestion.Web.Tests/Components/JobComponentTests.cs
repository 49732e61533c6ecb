using System.Threading.Channels;
using Bunit;
using Ingestion.Contracts;
using Ingestion.Web.Client;
using Ingestion.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Ingestion.Web.Tests.Components;

public sealed class JobComponentTests : BunitContext
{
    private readonly FakeTimeProvider _time = new();

    public JobComponentTests()
    {
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(_time);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void JobProgress_Running_ShowsShareStageRateAndTimeLeft()
    {
        var component = Render<JobProgress>(parameters => parameters.Add(control => control.Job, Jobs.Running()).Add(control => control.Detailed, true));

        var bar = component.Find("[role=progressbar]");
        Assert.Equal("42", bar.GetAttribute("aria-valuenow"));
        Assert.Equal("Progress of orders.csv", bar.GetAttribute("aria-label"));
        Assert.Equal(
            ["42%", "258 MB of 612 MB", "Cleaning", "1.4 M rows/s", "about 3 s left"],
            component.FindAll(".figures span").Select(span => span.TextContent));
    }

    [Fact]
    public void JobProgress_CompletedEmptyFile_IsFull()
    {
        var job = Jobs.Completed() with { Progress = 0, BytesTotal = 0, BytesRead = 0 };

        var component = Render<JobProgress>(parameters => parameters.Add(control => control.Job, job));

        Assert.Equal("100", component.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
    }

    [Fact]
    public void RowAccount_Completed_ShowsEveryCountAndThatTheyBalance()
    {
        var component = Render<RowAccount>(parameters => parameters.Add(control => control.Job, Jobs.Completed()));

        Assert.Equal(
            ["5,000,000", "4,500,000", "400,000", "99,999", "1"],
            component.FindAll(".number").Select(number => number.TextContent));
        Assert.Equal("The account balances", component.Find(".verdict").TextContent);
        Assert.Equal(4, component.FindAll(".balance span").Count);
        Assert.Contains("5,000,000 read = 4,500,000 clean + 400,000 rejected + 99,999 duplicate + 1 unreadable", component.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void RowAccount_CompletedWithALostRow_SaysItDoesNotBalance()
    {
        var component = Render<RowAccount>(parameters => parameters.Add(control => control.Job, Jobs.Completed() with { RowsUnreadable = 0 }));

        Assert.Equal("The account does not balance", component.Find(".verdict").TextContent);
    }

    [Fact]
    public void RowAccount_RowsUnderWay_AreShownAsUndecided()
    {
        var component = Render<RowAccount>(parameters => parameters.Add(control => control.Job, Jobs.Running() with { RowsRead = 2_200_000 }));

        Assert.Equal("Not decided yet: 100,000", component.Find("[data-part=open]").GetAttribute("title"));
        Assert.Empty(component.FindAll(".verdict"));
    }

    [Fact]
    public void RuleCounts_SeveralRules_ShowsTheMostFrequentFirst()
    {
        var component = Render<RuleCounts>(parameters => parameters.Add(control => control.Job, Jobs.Running()));

        Assert.Equal(
            ["r3 age 63,012 3.0%", "r5 email 40,000 1.9%"],
            component.FindAll("tbody tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.TextContent))));
    }

    [Fact]
    public void JobLog_Entries_ShowTimeLevelAndMessageInOrder()
    {
        var at = new DateTimeOffset(2026, 11, 22, 13, 3, 22, 5, TimeSpan.Zero);
        JobLogEntry[] entries = [new(1, at, JobLogLevel.Info, "Split into 73 chunks"), new(2, at.AddSeconds(1), JobLogLevel.Warning, "<b>416</b> are unreadable")];

        var component = Render<JobLog>(parameters => parameters.Add(control => control.Entries, entries));

        Assert.Equal(
            ["13:03:22.005 Info Split into 73 chunks", "13:03:23.005 Warning <b>416</b> are unreadable"],
            component.FindAll("li").Select(line => string.Join(' ', line.Children.Select(part => part.TextContent))));
    }

    [Fact]
    public void ProblemPanel_WithFieldErrors_ShowsAllWordsAndRetries()
    {
        var retried = 0;
        var problem = new ApiProblem(ApiProblemKind.Refused, "The recipe does not fit", "See below.") { Errors = ["rules[0].column: there is no column 'mail'"] };

        var component = Render<ProblemPanel>(parameters => parameters
            .Add(control => control.Problem, problem)
            .Add(control => control.OnRetry, EventCallback.Factory.Create(this, () => retried++)));
        component.Find("button").Click();

        Assert.Equal(1, retried);
        Assert.Equal("alert", component.Find("section").GetAttribute("role"));
        Assert.Equal("The recipe does not fit", component.Find(".title").TextContent);
        Assert.Equal(problem.Errors, component.FindAll("li").Select(item => item.TextContent));
    }

    [Fact]
    public async Task ProblemPanel_WhileTheApiDoesNotAnswer_TriesAgainOneAtATimeUntilItIsGone()
    {
        var tries = Channel.CreateUnbounded<TaskCompletionSource>();
        Task TryAsync()
        {
            var begun = new TaskCompletionSource();
            tries.Writer.TryWrite(begun);
            return begun.Task;
        }

        var component = Render<ProblemPanel>(parameters => parameters
            .Add(control => control.Problem, ApiProblem.Unreachable)
            .Add(control => control.OnRetry, EventCallback.Factory.Create(this, TryAsync)));
        _time.Advance(TimeSpan.FromSeconds(3));
        var first = await tries.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken);
        component.Find("button").Click();
        Assert.Equal(0, tries.Reader.Count);

        first.SetResult();
        _time.Advance(TimeSpan.FromSeconds(3));
        (await tries.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken)).SetResult();
        component.Instance.Dispose();
        _time.Advance(TimeSpan.FromSeconds(30));
        await component.InvokeAsync(() => { });
        Assert.Equal(0, tries.Reader.Count);
    }

    [Theory]
    [InlineData(ApiProblemKind.Refused)]
    [InlineData(ApiProblemKind.NotFound)]
    [InlineData(ApiProblemKind.Failed)]
    public async Task ProblemPanel_WithWhatDoesNotPass_IsNotTriedAgainByItself(ApiProblemKind kind)
    {
        var tries = 0;

        var component = Render<ProblemPanel>(parameters => parameters
            .Add(control => control.Problem, new ApiProblem(kind, "No"))
            .Add(control => control.OnRetry, EventCallback.Factory.Create(this, () => tries++)));
        _time.Advance(TimeSpan.FromSeconds(30));
        // Whatever the timer began is behind this.
        await component.InvokeAsync(() => { });

        Assert.Equal(0, tries);
    }

    [Fact]
    public void StatusFilter_OneStatus_MarksItAndLinksToTheOthers()
    {
        var component = Render<StatusFilter>(parameters => parameters
            .Add(control => control.Status, JobStatus.Running)
            .Add(control => control.UrlOf, status => $"/jobs?status={status}"));

        Assert.Equal("Running", component.Find("[aria-current]").TextContent);
        Assert.Equal("/jobs?status=Failed", component.FindAll("a").Single(link => link.TextContent == "Failed").GetAttribute("href"));
    }

    [Fact]
    public void RuleCounts_WithFixes_ShowsHowManyValuesEachChanged()
    {
        var job = Jobs.Completed() with { Fixes = [new("trim", "name", 12), new("price", "price", 1_234_567)] };

        var component = Render<RuleCounts>(parameters => parameters.Add(control => control.Job, job));

        Assert.Equal(["price", "price", "1,234,567", "trim", "name", "12"], component.FindAll(".fixes td").Select(cell => cell.TextContent));
        Assert.Empty(Render<RuleCounts>(parameters => parameters.Add(control => control.Job, Jobs.Completed())).FindAll(".fixes"));
    }

    [Fact]
    public void RepairList_OfARepairedJob_ListsWhatWasAddedAndTheVersion()
    {
        var repair = JobId.New();

        var component = Render<RepairList>(parameters => parameters.Add(control => control.Job, Jobs.Completed() with { Repairs = [new(repair, DateTimeOffset.UtcNow, 1_200)] }));

        Assert.Contains("The result is in its version 2.", component.Markup, StringComparison.Ordinal);
        Assert.Equal(($"/jobs/{repair}", "1,200 rows added"), (component.Find("li a").GetAttribute("href"), component.Find("li a").TextContent));
    }

    [Theory]
    [InlineData(JobStatus.Running, 0, "Rows that pass are added to its result.")]
    [InlineData(JobStatus.Completed, 3, "All 3 rows passed and were added to its result.")]
    [InlineData(JobStatus.Completed, 0, "None of them passed; they are still among its rejects.")]
    [InlineData(JobStatus.Completed, 1, "1 row of 3 passed and was added to its result; the others are still among its rejects.")]
    [InlineData(JobStatus.Completed, 2, "2 rows of 3 passed and were added to its result; the others are still among its rejects.")]
    public void RepairList_OfARepair_SaysWhatBecameOfItsRows(JobStatus status, long clean, string outcome)
    {
        var target = JobId.New();

        var component = Render<RepairList>(parameters => parameters.Add(
            control => control.Job, Jobs.Completed() with { Status = status, RowsRead = 3, RowsClean = clean, RepairOf = target }));

        Assert.Equal($"/jobs/{target}", component.Find("p a").GetAttribute("href"));
        Assert.Equal($"These are corrected rejects of another job. {outcome}", component.Find("p").TextContent);
    }
}
