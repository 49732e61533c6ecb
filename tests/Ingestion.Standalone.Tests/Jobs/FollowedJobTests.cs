using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>Large jobs that somebody watches: followed to their end, cancelled, retried.</summary>
public sealed class FollowedJobTests(SharedOrders orders)
{
    [Fact]
    public async Task Job_CancelledWhileItRuns_LeavesNoResultAndCompletesWhenRetried()
    {
        using var folder = new DataFolder();
        await using var process = await StandaloneProcess.StartAsync(folder.Path, LargeOutcome.Slowly);
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
        await LargeOutcome.OfAsync(api, id, orders.File);
    }

    [Fact]
    public async Task Events_OfARunningJob_EndWithItsFinalState()
    {
        using var folder = new DataFolder();
        await using var process = await StandaloneProcess.StartAsync(folder.Path, LargeOutcome.Slowly);
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
}
