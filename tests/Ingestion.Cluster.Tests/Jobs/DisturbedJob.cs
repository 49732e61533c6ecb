using System.Diagnostics;
using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Ingestion.Standalone.Tests.Jobs;

namespace Ingestion.Cluster.Tests.Jobs;

/// <summary>A large job in whose middle something happens.</summary>
internal sealed class DisturbedJob
{
    // Less than this is the rhythm of chunks on a busy machine and no standing still.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(3);

    // Whoever follows a job is not to learn of its end much later than who asks.
    private static readonly TimeSpan EventsLag = TimeSpan.FromSeconds(10);
    private readonly Hosts.Cluster _cluster;
    private readonly Outcome _expected;
    private readonly ITestOutputHelper _output;

    private DisturbedJob(Hosts.Cluster cluster, Outcome expected, Job before, Host owner, ITestOutputHelper output)
    {
        _cluster = cluster;
        _expected = expected;
        _output = output;
        Before = before;
        Owner = owner;
        Worker = cluster.Silos.First(silo => silo != owner);
    }

    public JobId Id => Before.Id;

    /// <summary>The job when the test begins: a tenth of it is done.</summary>
    public Job Before { get; }

    /// <summary>The silo whose grain runs the job.</summary>
    public Host Owner { get; }

    /// <summary>A silo that only works for it.</summary>
    public Host Worker { get; }

    /// <summary>Has so many silos run and begins a job on them.</summary>
    public static async Task<DisturbedJob> BeginAsync(Undisturbed undisturbed, string keep, int silos, ITestOutputHelper output)
    {
        Assert.SkipUnless(Hosts.Cluster.IsPossible, Hosts.Cluster.Needs);
        var cluster = undisturbed.Cluster;
        await cluster.EnsureSilosAsync(silos);
        var expected = await undisturbed.OfAsync(keep);
        var id = (await cluster.Api.UploadLargeAsync(await cluster.Api.CreateProjectAsync(), undisturbed.File.Path, LargeOrders.Recipe(keep))).Id;
        Job before;
        try
        {
            before = await cluster.Api.WaitForJobAsync(id, job => job.RowsRead > LargeOrders.Read / 10 || job.Status.IsFinal());
        }
        catch (TimeoutException)
        {
            await WriteLogsAsync(cluster, id, output);
            throw;
        }
        if (before.Status == JobStatus.Failed)
            await WriteLogsAsync(cluster, id, output);
        Assert.False(before.Status.IsFinal(), before.Error);
        var owner = await Polling.UntilAsync($"a silo to say that it runs {id}", () => Task.FromResult(
            cluster.Silos.FirstOrDefault(silo => silo.Output.Any(line => line.Contains($"Job {id} runs here", StringComparison.Ordinal)))));
        return new DisturbedJob(cluster, expected, before, owner, output);
    }

    /// <summary>
    /// Disturbs a job in its middle: it goes on, within the time if one is given, and ends as if nothing had happened, also for somebody
    /// who follows its events, if <paramref name="followed"/>.
    /// </summary>
    public static async Task SurvivesAsync(
        Undisturbed undisturbed, string keep, Func<DisturbedJob, Task> disturb, int silos, ITestOutputHelper output, TimeSpan? within = null,
        bool followed = false)
    {
        var job = await BeginAsync(undisturbed, keep, silos, output);
        var events = followed ? undisturbed.Cluster.Api.GetAsync($"/ingestion/jobs/{job.Id}/events") : null;
        var clock = Stopwatch.StartNew();
        await disturb(job);
        var disturbed = clock.Elapsed;
        var goneOn = await job.GoneOnAsync(clock);
        output.WriteLine($"disturbed for {disturbed.TotalSeconds:F1} s, went on after {goneOn.TotalSeconds:F1} s, ended after {clock.Elapsed.TotalSeconds:F1} s");

        await job.AssertAsUndisturbedAsync();
        if (events is not null)
        {
            var last = ServerSentEvents.Parse((await events.WaitAsync(EventsLag)).Text)[^1];
            Assert.Equal(("state", JobStatus.Completed), (last.Type, last.Read<Job>().Status));
        }
        if (within is not { } limit)
            return;
        if (goneOn > limit)
            await job.WriteLogsAsync();
        Assert.InRange(goneOn, TimeSpan.Zero, limit);
    }

    /// <summary>How long until the job goes on, as somebody sees it who follows it through the API.</summary>
    public async Task<TimeSpan> GoneOnAsync(Stopwatch clock)
    {
        try
        {
            var last = await UntilAsync(job => true);
            await UntilAsync(job => job.RowsRead > Math.Max(last.RowsRead, Before.RowsRead) || job.Status.IsFinal());
            var goneOn = clock.Elapsed;
            var ended = await UntilAsync(job => job.Status.IsFinal());
            if (ended.Status != JobStatus.Completed)
                await WriteLogsAsync();
            return goneOn;
        }
        catch (TimeoutException)
        {
            await WriteLogsAsync();
            throw;
        }
    }

    /// <summary>
    /// How long the job stands still: from the last chunk that the ledger took until it takes the next, or the job ends. Null when it ends
    /// without having stood still.
    /// </summary>
    /// <exception cref="TimeoutException">It still stands still at the deadline.</exception>
    public async Task<TimeSpan?> StandstillAsync(TimeSpan deadline)
    {
        var clock = Stopwatch.StartNew();
        var (chunks, since, longest) = (await ChunksAsync(), TimeSpan.Zero, TimeSpan.Zero);
        try
        {
            await Polling.UntilAsync($"chunks of {Id} to be recorded again", async () =>
            {
                var (ended, count, now) = (await HasEndedAsync(), await ChunksAsync(), clock.Elapsed);
                longest = now - since > longest ? now - since : longest;
                if (ended)
                    return "it has ended";
                if (count == chunks)
                    return null;
                (chunks, since) = (count, now);
                return longest > Standstill ? "so it is" : null;
            }, deadline);
            return longest > Standstill ? longest : null;
        }
        catch (TimeoutException)
        {
            await WriteLogsAsync();
            throw;
        }
    }

    /// <summary>Waits for the end: everything is as if nothing had happened, and no chunk is recorded twice.</summary>
    public async Task AssertAsUndisturbedAsync()
    {
        (await Outcome.OfAsync(_cluster.Api, Id)).AssertEqualTo(_expected);
        var distinct = await _cluster.CountAsync("SELECT COUNT(DISTINCT chunk_index) FROM ingestion_chunks WHERE job_id = @job", ("@job", Id.ToString()));
        Assert.Equal((distinct, true), (await ChunksAsync(), distinct > 100));
    }

    /// <summary>Asks until the job is as wanted. A server that is just coming back may refuse; whoever asks, asks again.</summary>
    public Task<Job> UntilAsync(Func<Job, bool> condition, TimeSpan? deadline = null) => Polling.UntilAsync($"job {Id}", async () =>
    {
        var answer = await _cluster.Api.GetAsync($"/ingestion/jobs/{Id}");
        return (int)answer.Status < 500 && answer.Read<Job>() is var job && condition(job) ? job : null;
    }, deadline);

    private async Task<bool> HasEndedAsync() =>
        await _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_jobs WHERE id = @job AND finished_at IS NOT NULL", ("@job", Id.ToString())) == 1;

    private Task<long> ChunksAsync() => _cluster.CountAsync("SELECT COUNT(*) FROM ingestion_chunks WHERE job_id = @job", ("@job", Id.ToString()));

    private Task WriteLogsAsync() => WriteLogsAsync(_cluster, Id, _output);

    /// <summary>What a failed test is understood by.</summary>
    private static async Task WriteLogsAsync(Hosts.Cluster cluster, JobId id, ITestOutputHelper output)
    {
        output.WriteLine($"{await cluster.Api.GetJobAsync(id)}");
        foreach (var line in cluster.Silos.Append(cluster.ApiHost).SelectMany((host, index) => host.Output.Select(line => $"host {index}: {line}")))
            output.WriteLine(line);
        foreach (var entry in await cluster.Api.LogOfAsync(id))
            output.WriteLine($"{entry.At:HH:mm:ss} {entry.Message}");
    }
}
