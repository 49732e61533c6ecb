using System.Net;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Cluster.Tests.Load;

/// <summary>
/// Clients of one project that work as clients do until they are told to end: large files one after the other, small files that are answered
/// with the finished job, and files that are uploaded first and cleaned later.
/// </summary>
internal sealed class MixedLoad
{
    private const string SmallFile = "id,name\n1,Ada\n2,Grace\n2,Grace\n3,\n";
    private const string SmallRecipe = """
        { "rules": [ { "id": "named", "type": "NOT_NULL", "column": "name" },
                     { "id": "once", "type": "DEDUPE", "params": { "columns": ["id"], "keep": "FIRST" } } ] }
        """;

    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(100);
    private readonly Undisturbed _undisturbed;
    private readonly Outcome _expected;
    private readonly PatientClient _client;
    private readonly Task[] _clients;
    private volatile bool _enough;
    private int _large;
    private int _small;
    private int _later;

    private MixedLoad(Undisturbed undisturbed, Outcome expected, ProjectId project)
    {
        _undisturbed = undisturbed;
        _expected = expected;
        _client = new PatientClient(undisturbed.Cluster.Api);
        Project = project;
        _clients = [RepeatAsync(LargeAsync), RepeatAsync(SmallAsync), RepeatAsync(SmallAsync), RepeatAsync(LaterAsync)];
    }

    public ProjectId Project { get; }

    /// <summary>Jobs that the API took.</summary>
    public int Accepted => _large + _small + _later;

    public static async Task<MixedLoad> BeginAsync(Undisturbed undisturbed)
    {
        var expected = await undisturbed.OfAsync("FIRST");
        return new MixedLoad(undisturbed, expected, await undisturbed.Cluster.Api.CreateProjectAsync());
    }

    /// <summary>Waits until this has gone on for so many more small jobs: the load is there, and it is served.</summary>
    public Task GoesOnAsync(int jobs)
    {
        var goal = _small + jobs;
        return Polling.UntilAsync("the load to go on", async () =>
        {
            foreach (var broken in _clients.Where(client => client.IsFaulted))
                await broken;
            return _small >= goal ? "it does" : null;
        });
    }

    /// <summary>Lets every client end what it began.</summary>
    public async Task EndAsync()
    {
        _enough = true;
        await Task.WhenAll(_clients).WaitAsync(Polling.DefaultDeadline);
    }

    public override string ToString() =>
        $"{_large} large jobs, {_small} small ones, {_later} cleaned later; asked again {_client.Retries.Values.Sum()} times"
        + $" ({string.Join(", ", _client.Retries.Select(retry => $"{retry.Key}: {retry.Value}"))}), told when {_client.Dated} times; the slowest answer took {_client.Slowest.TotalSeconds:F1} s";

    private async Task RepeatAsync(Func<Task> act)
    {
        // The caller has its load before this begins.
        await Task.Yield();
        while (!_enough)
        {
            await act();
            await Polling.PauseAsync(Rhythm);
        }
    }

    private async Task LargeAsync()
    {
        var answer = await _client.ChangeAsync(async (api, key) =>
        {
            await using var file = File.OpenRead(_undisturbed.File.Path);
            return await api.UploadAsync(Project, "large.csv", file, LargeOrders.Recipe("FIRST"), key: key);
        });
        var job = await EndedAsync(answer, HttpStatusCode.Accepted);
        Assert.Equal(_expected.Counts, new RowCounts(job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        Interlocked.Increment(ref _large);
    }

    private async Task SmallAsync()
    {
        var answer = await _client.ChangeAsync((api, key) => api.UploadAsync(Project, "small.csv", SmallFile, SmallRecipe, key: key));
        // The second: its silo went away, and another ends the job.
        AssertSmall(await EndedAsync(answer, HttpStatusCode.OK, HttpStatusCode.Accepted));
        Interlocked.Increment(ref _small);
    }

    private async Task LaterAsync()
    {
        var upload = await _client.ChangeAsync((api, key) => api.UploadAsync(Project, "later.csv", SmallFile, start: false, key: key));
        Assert.True(upload.Status == HttpStatusCode.OK, upload.Text);
        var artifact = upload.Json.GetProperty("artifactId").GetString();
        var body = new { projectId = Project, artifactId = artifact, recipe = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(SmallRecipe) };
        AssertSmall(await EndedAsync(await _client.ChangeAsync((api, key) => api.PostAsync("/ingestion/jobs", body, key)), HttpStatusCode.Accepted));
        Interlocked.Increment(ref _later);
    }

    private async Task<Job> EndedAsync(Answer answer, params HttpStatusCode[] accepted)
    {
        Assert.True(accepted.Contains(answer.Status), $"{(int)answer.Status}: {answer.Text}");
        var id = answer.Json.TryGetProperty("job", out _) ? answer.Job.Id : answer.Read<Job>().Id;
        var job = await Polling.UntilAsync($"job {id} to end", async () =>
        {
            var now = await _client.SendAsync(api => api.GetAsync($"/ingestion/jobs/{id}"));
            Assert.True(now.Status == HttpStatusCode.OK, now.Text);
            return now.Read<Job>() is var job && job.Status.IsFinal() ? job : null;
        });
        Assert.Equal((JobStatus.Completed, null), (job.Status, job.Error));
        return job;
    }

    private static void AssertSmall(Job job) =>
        Assert.Equal((4, 2, 1, 1), (job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate));
}
