using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Repairs;
using Ingestion.Core.Results;
using Ingestion.Data;

namespace Ingestion.Api.Tests;

/// <summary>Routes about jobs as the database knows them. Those that a silo answers are tested with the whole system.</summary>
public sealed class JobTests(ApiHost host)
{
    [Theory]
    [InlineData("result")]
    [InlineData("rejects")]
    [InlineData("profile")]
    public async Task Result_OfAnUnfinishedOrFailedJob_IsAConflictWithItsStatus(string what)
    {
        var failed = await InsertAsync(JobStatus.Failed, error: "The file is empty.");
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.ReadAsync($"/ingestion/jobs/{failed.Id}/{what}")).ProblemAsync(HttpStatusCode.Conflict, "no-result");

        Assert.Equal("FAILED", problem.Text("jobStatus"));
        Assert.Equal("Only a COMPLETED job has a result; this one is FAILED. The file is empty.", problem.Text("detail"));
    }

    [Theory]
    [InlineData("result?format=csv", "text/csv", "id,name\n", "2024 a_b.clean.csv")]
    [InlineData("result?format=JSONL", "application/jsonl", "", "2024 a_b.clean.jsonl")]
    [InlineData("rejects", "application/jsonl", "", "2024 a_b.rejects.jsonl")]
    [InlineData("rejects?format=csv", "text/csv", "verdict,lineNumber,byteOffset,ruleIds,columns,messages,raw,position\n", "2024 a_b.rejects.csv")]
    public async Task Result_OfACompletedJob_IsDownloaded(string path, string contentType, string content, string fileName)
    {
        var job = await InsertCompletedAsync("2024 a:b.csv");
        using var client = host.ClientOf(host.Owner);

        var response = await client.ReadAsync($"/ingestion/jobs/{job.Id}/{path}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(content, await response.Content.ReadAsStringAsync(Answers.Cancellation));
        Assert.Equal(fileName, response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
    }

    [Theory]
    [InlineData(RejectWorkbook.MostRows, 0, null)]
    [InlineData(RejectWorkbook.MostRows + 1, 0, "There are 100,001; a workbook takes 100,000. Download csv and correct its column raw: that can be uploaded again as well.")]
    [InlineData(1, RejectWorkbook.MostBytes, null)]
    [InlineData(1, RejectWorkbook.MostBytes + 1, "They have 268,435,457 bytes; a workbook takes 268,435,456. Download csv, correct the column raw of some of its rows and upload those.")]
    public async Task Workbook_OfMoreThanItTakes_IsRefusedWithWhatToDo(int rows, long bytes, string? detail)
    {
        var job = await InsertCompletedAsync("orders.csv", rows, bytes);
        using var client = host.ClientOf(host.Owner);

        // What the manifest names is not there, so one that is taken ends in the middle.
        var download = client.GetAsync(new Uri($"/ingestion/jobs/{job.Id}/rejects?format=xlsx", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Answers.Cancellation);

        if (detail is null)
            Assert.NotEqual(HttpStatusCode.Conflict, (await download).StatusCode);
        else
            Assert.Equal(detail, (await (await download).ProblemAsync(HttpStatusCode.Conflict, "too-many-rejects")).Text("detail"));
    }

    [Fact]
    public async Task Result_AsParquet_SaysItsLength()
    {
        var job = await InsertCompletedAsync("orders.csv");
        using var client = host.ClientOf(host.Owner);

        var response = await client.ReadAsync($"/ingestion/jobs/{job.Id}/result");

        var bytes = await response.Content.ReadAsByteArrayAsync(Answers.Cancellation);
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        Assert.Equal("PAR1"u8, bytes.AsSpan(0, 4));
    }

    [Fact]
    public async Task List_ByStatus_ShowsOnlyThose()
    {
        var failed = await InsertAsync(JobStatus.Failed);
        await InsertAsync(JobStatus.Completed, project: failed.ProjectId);
        using var client = host.ClientOf(host.Owner);

        var all = await (await client.ReadAsync($"/ingestion/jobs?projectId={failed.ProjectId}")).JsonAsync();
        var some = await (await client.ReadAsync($"/ingestion/jobs?projectId={failed.ProjectId}&status=FAILED")).JsonAsync();

        Assert.Equal(2, all.GetProperty("items").GetArrayLength());
        Assert.Equal(failed.Id.ToString(), Assert.Single(some.GetProperty("items").EnumerateArray()).Text("id"));
    }

    [Fact]
    public async Task Get_RunningJobWhoseGrainIsSilent_IsAsStored()
    {
        var job = await InsertAsync(JobStatus.Running);
        using var client = host.ClientOf(host.Owner);

        var answer = await (await client.ReadAsync($"/ingestion/jobs/{job.Id}")).JsonAsync();

        Assert.Equal("RUNNING", answer.Text("status"));
        Assert.Equal("CLEANING", answer.Text("stage"));
    }

    [Fact]
    public async Task Logs_After_AreTheLaterLines()
    {
        var job = await InsertAsync(JobStatus.Completed);
        await LogAsync(job, "one", "two", "three");
        using var client = host.ClientOf(host.Owner);

        var lines = await (await client.ReadAsync($"/ingestion/jobs/{job.Id}/logs?after=1")).JsonAsync();

        Assert.Equal(["two", "three"], lines.EnumerateArray().Select(line => line.Text("message")));
    }

    [Fact]
    public async Task Events_OfAFinishedJob_AreTheMissedLogAndTheFinalState()
    {
        var job = await InsertAsync(JobStatus.Completed);
        await LogAsync(job, "one", "two");
        using var client = host.ClientOf(host.Owner);
        client.DefaultRequestHeaders.Add("Last-Event-ID", "1");

        var response = await client.ReadAsync($"/ingestion/jobs/{job.Id}/events");

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = await EventsAsync(response).ToListAsync(Answers.Cancellation);
        Assert.Equal(["log", "state"], events.Select(item => item.EventType));
        Assert.Equal("2", events[0].EventId);
        Assert.Equal("two", JsonElement.Parse(events[0].Data).Text("message"));
        Assert.Equal("COMPLETED", JsonElement.Parse(events[1].Data).Text("status"));
    }

    [Fact]
    public async Task Events_WhenTheGrainIsSilent_FollowTheDatabaseToTheEnd()
    {
        var job = await InsertAsync(JobStatus.Running);
        using var client = host.ClientOf(host.Owner);
        var response = await client.ReadAsync($"/ingestion/jobs/{job.Id}/events");
        var states = new List<string>();

        await foreach (var item in EventsAsync(response))
        {
            if (item.EventType == "state")
                states.Add(JsonElement.Parse(item.Data).Text("status"));
            if (states is ["RUNNING"])
                await host.Get<JobTable>().UpdateAsync(job with { Status = JobStatus.Completed, Stage = JobStage.Done }, 1, Answers.Cancellation);
        }

        Assert.Equal(["RUNNING", "COMPLETED"], states);
    }

    [Theory]
    [InlineData("/ingestion/jobs/{0}/cancel")]
    [InlineData("/ingestion/jobs/{0}/retry")]
    public async Task Command_WhenNoWorkerAnswers_IsUnavailable(string path)
    {
        var job = await InsertAsync(JobStatus.Running);
        using var client = host.ClientOf(host.Owner);

        var response = await client.PostAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, job.Id), null, Answers.Cancellation);

        await response.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(Answers.Cancellation);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Answers.Cancellation))
            yield return item;
    }

    private async Task LogAsync(Job job, params string[] messages)
    {
        foreach (var message in messages)
            await host.Get<JobLog>().AppendAsync(job.Id, JobLogLevel.Info, message, Answers.Cancellation);
    }

    private async Task<Job> InsertCompletedAsync(string name, long rejects = 0, long rejectBytes = 0)
    {
        var job = await InsertAsync(JobStatus.Completed, name);
        await ManifestStore.WriteAsync(host.Get<IArtifactStore>(), JobKeys.Of(job.ProjectId, job.Id), new ResultManifest
        {
            JobId = job.Id,
            CreatedAt = job.CreatedAt,
            RowCounts = new RowCounts(rejects, 0, rejects, 0, 0),
            Columns = [new("id", ColumnType.Integer), new("name", ColumnType.Text)],
            Source = Source,
            Rejects = rejects > 0 ? [new RejectPart("rejects/000000.jsonl", rejects, rejectBytes)] : [],
            RecipeHash = "",
            SourceSha256 = "",
            Parts = [],
            Checksum = ResultManifest.ChecksumOf([]),
        }, Answers.Cancellation);
        return job;
    }

    private static CsvLayout Source { get; } = new()
    {
        Encoding = "utf-8",
        PreambleBytes = 0,
        Dialect = CsvDialect.Default,
        LineEnd = "LF",
        HeaderRows = 1,
        SkipRows = 0,
        DataOffset = 8,
        DataLineNumber = 2,
        Columns = [],
        Evidence = [],
    };

    private async Task<Job> InsertAsync(JobStatus status, string name = "orders.csv", string? error = null, ProjectId? project = null)
    {
        var projectId = project ?? await host.CreateProjectAsync();
        var spec = new JobSpec(JobId.New(), projectId, name, ArtifactId.New(), new Recipe(), JobMode.Async, host.Owner.Id);
        var job = new Job
        {
            Id = spec.Id,
            ProjectId = projectId,
            Name = name,
            ArtifactId = spec.ArtifactId,
            Mode = spec.Mode,
            Status = status,
            Stage = status.IsFinal() ? JobStage.Done : JobStage.Cleaning,
            Error = error,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        Assert.True(await host.Get<JobTable>().InsertAsync(spec, job, Answers.Cancellation));
        return job;
    }
}
