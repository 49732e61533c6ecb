using System.Diagnostics;
using System.Net.ServerSentEvents;
using Ingestion.Benchmarks.Orders;
using Ingestion.Benchmarks.Small;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Cluster;

/// <summary>The loads that show how a cluster scales.</summary>
internal sealed class ScaleLoad(string binFolder, string dataFolder, long rows)
{
    private const int Clients = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>One large job; a smaller one before it lets every silo compile what it needs.</summary>
    public async Task<LargeJob> LargeJobAsync(int silos)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(binFolder, silos);
        using var client = await IngestionClient.SignInAsync(cluster.Address, ClusterUnderTest.Email, ClusterUnderTest.Password);
        await EndAsync(client, await StartAsync(client, OrdersFile.Ensure(dataFolder, Math.Max(1, rows / 10))));
        var file = OrdersFile.Ensure(dataFolder, rows);
        file.Warm();

        var before = (Statements: await cluster.StatementsAsync(), Calls: await cluster.CallsAsync(), Silos: cluster.SiloCpuSeconds, Database: cluster.DatabaseCpuSeconds);
        var id = await StartAsync(client, file);
        var clock = Stopwatch.StartNew();
        var job = await EndAsync(client, id);
        var seconds = clock.Elapsed.TotalSeconds;
        var counts = new RowCounts(job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable);
        if (counts != file.Expected)
        {
            throw new InvalidOperationException($"The job counted {counts}, the generator {file.Expected}.");
        }

        var statements = Difference(before.Statements, await cluster.StatementsAsync(), 1);
        return new LargeJob(
            silos, seconds, cluster.SiloCpuSeconds - before.Silos, cluster.DatabaseCpuSeconds - before.Database,
            (int)((file.Bytes + (8 << 20) - 1) / (8 << 20)), statements.ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            Difference(before.Calls, await cluster.CallsAsync(), 1));
    }

    /// <summary>So many jobs of 100 KB uploaded as fast as 8 clients can, while each is accepted before it is worked on.</summary>
    /// <param name="count">How many.</param>
    /// <param name="chunkBytes">Below 100 KB, each has several chunks and has to stand in line.</param>
    /// <param name="kind">What to call them.</param>
    public async Task<ManyJobs> ManyJobsAsync(int count, int chunkBytes, string kind)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(
            binFolder, 2, ("Upload__SyncMaxBytes", "0"), ("Upload__SyncMaxRows", "0"), ("Engine__ChunkBytes", $"{chunkBytes}"));
        using var client = await IngestionClient.SignInAsync(cluster.Address, ClusterUnderTest.Email, ClusterUnderTest.Password);
        var content = OrdersFile.InMemory(100_000);
        await EndAsync(client, (await client.UploadAsync("orders.csv", content)).JobId!.Value);

        var before = (Statements: await cluster.StatementsAsync(), Calls: await cluster.CallsAsync());
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (i, _) =>
            await client.UploadAsync($"orders-{i}.csv", content));
        var uploaded = clock.Elapsed.TotalSeconds;
        var ended = await AllEndedAsync(client, count + 1, clock);
        return new ManyJobs(
            kind, count, uploaded, ended, Difference(before.Statements, await cluster.StatementsAsync(), count), Difference(before.Calls, await cluster.CallsAsync(), count));
    }

    /// <summary>One large job with so many viewers of its event stream.</summary>
    public async Task<Viewers> ViewersAsync(int count)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(binFolder, 2);
        using var client = await IngestionClient.SignInAsync(cluster.Address, ClusterUnderTest.Email, ClusterUnderTest.Password);
        await EndAsync(client, await StartAsync(client, OrdersFile.Ensure(dataFolder, Math.Max(1, rows / 10))));
        var file = OrdersFile.Ensure(dataFolder, rows);
        file.Warm();

        var id = await StartAsync(client, file);
        var apiBefore = cluster.ApiCpuSeconds;
        var clock = Stopwatch.StartNew();
        var viewers = Enumerable.Range(0, count).Select(_ => ViewAsync(client, id)).ToArray();
        await EndAsync(client, id);
        var seconds = clock.Elapsed.TotalSeconds;
        var seen = await Task.WhenAll(viewers);
        return new Viewers(count, seconds, seen.Sum(viewer => viewer.Events) / seconds, cluster.ApiCpuSeconds - apiBefore, seen.Count(viewer => viewer.SawTheEnd));
    }

    private static async Task<JobId> StartAsync(IngestionClient client, OrdersFile file) =>
        (await client.UploadAsync(Path.GetFileName(file.Path), file.Path)).JobId ?? throw new InvalidOperationException("The upload answered without a job.");

    private static async Task<Job> EndAsync(IngestionClient client, JobId id)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(Poll))
        {
            var job = await client.GetJobAsync(id);
            if (job.Status == JobStatus.Completed)
            {
                return job;
            }

            if (job.Status.IsFinal())
            {
                throw new InvalidOperationException($"Job {id} ended as {job.Status}: {job.Error}");
            }
        }

        throw new TimeoutException($"Job {id} was not done after {Patience}.");
    }

    private static async Task<double> AllEndedAsync(IngestionClient client, int count, Stopwatch clock)
    {
        while (true)
        {
            var jobs = await client.ListJobsAsync();
            if (jobs.FirstOrDefault(job => job.Status.IsFinal() && job.Status != JobStatus.Completed) is { } failed)
            {
                throw new InvalidOperationException($"Job {failed.Id} ended as {failed.Status}: {failed.Error}");
            }

            if (jobs.Count(job => job.Status.IsFinal()) == count)
            {
                return clock.Elapsed.TotalSeconds;
            }

            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"After {Patience} not all of {count} jobs are done.");
            }

            await Task.Delay(Poll);
        }
    }

    private static async Task<(int Events, bool SawTheEnd)> ViewAsync(IngestionClient client, JobId id)
    {
        await using var stream = await client.FollowAsync(id);
        var events = 0;
        var sawTheEnd = false;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            events++;
            sawTheEnd |= item.EventType == "state" && item.Data.Contains("\"COMPLETED\"", StringComparison.Ordinal);
        }

        return (events, sawTheEnd);
    }

    private static Dictionary<string, double> Difference(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after, int jobs) =>
        after.ToDictionary(pair => pair.Key, pair => (pair.Value - before.GetValueOrDefault(pair.Key)) / (double)jobs);
}
