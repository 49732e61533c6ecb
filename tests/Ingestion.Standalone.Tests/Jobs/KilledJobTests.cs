using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>Large jobs in processes of their own: followed, killed, stopped, cancelled.</summary>
public sealed class KilledJobTests(KilledJobTests.Orders orders) : IClassFixture<KilledJobTests.Orders>
{
    // One chunk at a time, and many of them: there is always a middle to be killed in.
    private static readonly (string, string)[] Slowly = [("Engine__ChunkBytes", "262144"), ("Silo__CpuLanes", "1"), ("Silo__ChunksInFlight", "1")];

    [Theory]
    [InlineData("FIRST")]
    [InlineData("LAST")]
    public async Task Job_ProcessKilledInTheMiddle_EndsWithTheResultItWouldHaveHad(string keep)
    {
        var recipe = LargeOrders.Recipe(keep);
        using var undisturbedFolder = new DataFolder();
        using var folder = new DataFolder();
        Outcome undisturbed;
        await using (var process = await StandaloneProcess.StartAsync(undisturbedFolder.Path, ("Engine__ChunkBytes", "262144")))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            var job = await api.UploadLargeAsync(await api.CreateProjectAsync(), orders.File.Path, recipe);
            undisturbed = await OutcomeOfAsync(api, job.Id);
        }

        JobId id;
        await using (var process = await StandaloneProcess.StartAsync(folder.Path, Slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            id = (await api.UploadLargeAsync(await api.CreateProjectAsync(), orders.File.Path, recipe)).Id;
            var killed = await api.WaitForJobAsync(id, job => job.RowsRead > 0);
            await process.KillAsync();
            Assert.InRange(killed.RowsRead, 1, LargeOrders.Read - 1);
        }

        await using (var process = await StandaloneProcess.StartAsync(folder.Path, Slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            var resumed = await OutcomeOfAsync(api, id);
            Assert.Contains(await api.LogOfAsync(id), line => line.Message.StartsWith("Going on after ", StringComparison.Ordinal));
            Assert.Equal(undisturbed.Job.Violations.OrderBy(count => count.RuleId), resumed.Job.Violations.OrderBy(count => count.RuleId));
            Assert.True(undisturbed.Result.AsSpan().SequenceEqual(resumed.Result), "The results differ.");
            Assert.True(undisturbed.Rejects.AsSpan().SequenceEqual(resumed.Rejects), "The rejects differ.");
        }
    }

    [Fact]
    public async Task Job_ProcessTerminated_EndsWithCode0AndGoesOnAtTheNextStart()
    {
        using var folder = new DataFolder();
        JobId id;
        await using (var process = await StandaloneProcess.StartAsync(folder.Path, Slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            id = (await api.UploadLargeAsync(await api.CreateProjectAsync(), orders.File.Path, LargeOrders.Recipe("FIRST"))).Id;
            await api.WaitForJobAsync(id, job => job.RowsRead > 0);

            Assert.Equal(0, await process.TerminateAsync());
            Assert.Empty(process.Errors);
        }

        await using (var process = await StandaloneProcess.StartAsync(folder.Path))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            await OutcomeOfAsync(api, id);
            Assert.Contains(await api.LogOfAsync(id), line => line.Message.StartsWith("Going on after ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Job_CancelledWhileItRuns_LeavesNoResultAndCompletesWhenRetried()
    {
        using var folder = new DataFolder();
        await using var process = await StandaloneProcess.StartAsync(folder.Path, Slowly);
        using var api = await ApiClient.SignInAsync(process.Address);
        var project = await api.CreateProjectAsync();
        var id = (await api.UploadLargeAsync(project, orders.File.Path, LargeOrders.Recipe("FIRST"))).Id;
        await api.WaitForJobAsync(id, job => job.RowsRead > 0);

        var cancel = await api.PostAsync($"/ingestion/jobs/{id}/cancel");
        Assert.Equal(200, (int)cancel.Status);
        Assert.Contains(cancel.Read<Job>().Status, (JobStatus[])[JobStatus.Cancelling, JobStatus.Cancelled]);
        var cancelled = await api.WaitForEndAsync(id);
        Assert.Equal((JobStatus.Cancelled, null), (cancelled.Status, cancelled.Error));
        var result = await api.GetAsync($"/ingestion/jobs/{id}/result");
        Assert.Equal((409, "no-result", "Only a COMPLETED job has a result; this one is CANCELLED."), ((int)result.Status, result.ProblemType, result.Detail));
        var again = await api.PostAsync($"/ingestion/jobs/{id}/cancel");
        Assert.Equal((409, "job-finished", "There is nothing to cancel: the job is CANCELLED."), ((int)again.Status, again.ProblemType, again.Detail));
        Assert.Equal(id, Assert.Single((await api.GetAsync($"/ingestion/jobs?projectId={project}&status=CANCELLED")).Read<Page<Job>>().Items).Id);

        var retry = await api.PostAsync($"/ingestion/jobs/{id}/retry");
        Assert.Equal((200, 2), ((int)retry.Status, retry.Read<Job>().Attempt));
        await OutcomeOfAsync(api, id);
    }

    [Fact]
    public async Task Events_OfARunningJob_EndWithItsFinalState()
    {
        using var folder = new DataFolder();
        await using var process = await StandaloneProcess.StartAsync(folder.Path, Slowly);
        using var api = await ApiClient.SignInAsync(process.Address);
        var project = await api.CreateProjectAsync();
        await using var file = File.OpenRead(orders.File.Path);
        var answer = await api.UploadAsync(project, "orders.csv", file, LargeOrders.Recipe("FIRST"));
        Assert.Equal((202, $"/ingestion/jobs/{answer.Job.Id}", JobMode.Async), ((int)answer.Status, answer.Location?.ToString(), answer.Job.Mode));

        var stream = await api.GetAsync($"/ingestion/jobs/{answer.Job.Id}/events");
        Assert.Equal("text/event-stream", stream.ContentType);
        var events = ServerSentEvents.Parse(stream.Text);
        Assert.Equal(["log", "progress", "state"], events.Select(item => item.Type).Distinct().Order());
        Assert.Equal("state", events[^1].Type);
        Assert.Equal(JobStatus.Completed, events[^1].Read<Job>().Status);
        Assert.Equal(await api.LogOfAsync(answer.Job.Id), events.Where(item => item.Type == "log").Select(item => item.Read<JobLogEntry>()));
        var progress = events.Where(item => item.Type == "progress").Select(item => item.Read<Job>().RowsRead).ToList();
        Assert.Equal(progress.Order(), progress);
    }

    private async Task<Outcome> OutcomeOfAsync(ApiClient api, JobId id)
    {
        var job = await api.WaitForEndAsync(id);
        Assert.Equal((JobStatus.Completed, null), (job.Status, job.Error));
        Assert.Equal(
            (LargeOrders.Read, orders.File.Clean, orders.File.Rejected, orders.File.Duplicate, orders.File.Unreadable),
            (job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        return new Outcome(job, await api.DownloadAsync($"/ingestion/jobs/{id}/result?format=csv"), await api.DownloadAsync($"/ingestion/jobs/{id}/rejects"));
    }

    private sealed record Outcome(Job Job, byte[] Result, byte[] Rejects);

    public sealed class Orders : IDisposable
    {
        internal LargeOrders File { get; } = new();

        public void Dispose() => File.Dispose();
    }
}
