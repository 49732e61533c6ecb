using System.Diagnostics;
using Ingestion.Benchmarks.Orders;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Small;

/// <summary>The three loads of small things, on one running service.</summary>
internal sealed class SmallLoad(IngestionClient client)
{
    private const int WarmUps = 200;
    private const int Requests = 500;
    private const int Clients = 8;
    private const int Jobs = 100;
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly byte[] _small = OrdersFile.InMemory(100_000);
    private readonly byte[] _large = OrdersFile.InMemory(6_000_000);

    public async Task<SmallMeasurement> MeasureAsync()
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await UploadSmallAsync();
        }

        var latencies = await OneAfterTheOtherAsync();
        var uploadsPerSecond = await TogetherAsync();
        var jobsSeconds = await ManyJobsAsync();
        return new SmallMeasurement(
            latencies[Requests / 2].TotalMilliseconds, latencies[Requests * 95 / 100].TotalMilliseconds, uploadsPerSecond, jobsSeconds);
    }

    private async Task<TimeSpan[]> OneAfterTheOtherAsync()
    {
        var latencies = new TimeSpan[Requests];
        for (var i = 0; i < Requests; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await UploadSmallAsync();
            latencies[i] = Stopwatch.GetElapsedTime(start);
        }

        Array.Sort(latencies);
        return latencies;
    }

    private async Task<double> TogetherAsync()
    {
        var clock = Stopwatch.StartNew();
        var uploads = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var count = 0;
            for (; clock.Elapsed < Storm; count++)
            {
                await UploadSmallAsync();
            }

            return count;
        }));
        return uploads.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>From the first byte uploaded to the first look at the list that shows all finished.</summary>
    private async Task<double> ManyJobsAsync()
    {
        var clock = Stopwatch.StartNew();
        var started = new JobId[Jobs];
        await Parallel.ForAsync(0, Jobs, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (i, _) =>
        {
            var answer = await client.UploadAsync($"orders-{i}.csv", _large);
            started[i] = answer.JobId ?? throw new InvalidOperationException("A large upload answered without a job.");
        });
        var mine = started.ToHashSet();
        while (true)
        {
            // Those of the loads before are older: whoever waits for these would not read them all again at each look.
            var jobs = (await client.ListJobsAsync(Jobs)).Where(job => mine.Contains(job.Id) && job.Status.IsFinal()).ToList();
            if (jobs.Find(job => job.Status != JobStatus.Completed) is { } failed)
            {
                throw new InvalidOperationException($"Job {failed.Id} ended as {failed.Status}: {failed.Error}");
            }

            if (jobs.Count == Jobs)
            {
                return clock.Elapsed.TotalSeconds;
            }

            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException($"After {Patience} only {jobs.Count} of {Jobs} jobs are finished.");
            }

            await Task.Delay(Poll);
        }
    }

    private async Task UploadSmallAsync() => (await client.UploadAsync("orders.csv", _small)).EnsureDone();
}
