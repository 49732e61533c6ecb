using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Chunks;
using Ingestion.Data;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Dedupe;
using Orleans.Core.Internal;

namespace Ingestion.Silo.Tests;

public sealed class DedupeTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DedupeKeep.First, "r0p0")]
    [InlineData(DedupeKeep.First, "r1p2")]
    [InlineData(DedupeKeep.Last, "r0p1")]
    public async Task Job_WhosePartitionIsLost_RebuildsItFromKeyFiles(DedupeKeep keep, string lost)
    {
        var store = new GatedStore(_folder.Store) { Holds = key => key.Contains("/parts/000006", StringComparison.Ordinal) };
        await using var silo = await TestSilo.StartAsync(_folder, store, chunkBytes: 4000);
        var spec = await silo.UploadAsync(Orders.Csv(2000), Orders.Recipe(keep));
        await silo.Job(spec).StartAsync(spec);
        await store.Reached;

        await silo.Grains.GetGrain<IDedupeGrain>($"{spec.Id}/{lost}").AsReference<IGrainManagementExtension>().DeactivateOnIdle(TestContext.Current.CancellationToken);
        store.Open();
        var job = await silo.EndAsync(spec);

        var expected = await silo.RunLocallyAsync(spec);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal((expected.Clean, expected.Rejects), await silo.ResultAsync(spec));
        Assert.Equal(expected.Manifest.Violations, job.Violations);
        var log = await silo.Get<JobLog>().ListAsync(spec.Id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Contains(log, line => line.Message.StartsWith("A part of the dedupe stage was lost (its silo is gone)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stage_OnePartitionIsLost_SaysSoWhileOthersWaitForATurn()
    {
        await using var silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        var spec = await silo.UploadAsync(Orders.Csv(2000), Orders.Recipe());
        var context = await silo.Get<JobContexts>().AcquireAsync(spec, 1, TestContext.Current.CancellationToken);
        var chunk = context.RentEvaluator().Evaluate(context.Source, context.Job.Chunks.Chunks[3], TestContext.Current.CancellationToken);
        var pass = new DedupePass(chunk, context.Job.DedupePartitions);
        foreach (var partition in (int[])[0, 2])
            await silo.Grains.GetGrain<IDedupeGrain>($"{spec.Id}/r0p{partition}").BeginAsync(spec, 1, new DedupePlace(0, partition), []);

        // The chunks before it never come, so that the partitions that are there would have it wait for ever.
        var asked = new DedupeStage(spec, 1, context, silo.Grains).AddAsync(pass, 3, 0, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<DedupeLostException>(() => asked.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        context.Release();
    }

    [Theory]
    [InlineData(RuleType.Unique)]
    [InlineData(RuleType.Dedupe)]
    public async Task Job_OfManyChunksWithARepeatedKeyThatIsFatal_FailsWithIt(RuleType type)
    {
        await using var silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);
        var csv = "id,n\n" + string.Concat(Enumerable.Range(0, 3000).Select(row => $"{(row == 2500 ? 3 : row)},x\n"));
        var spec = await silo.UploadAsync(csv, new Recipe { Rules = [new("once", type, "id", default, RuleSeverity.Fatal)] });

        await silo.Job(spec).StartAsync(spec);
        var job = await silo.EndAsync(spec);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.StartsWith("The rule 'once' is FATAL and broken in line 2,502 (byte", job.Error, StringComparison.Ordinal);
        Assert.Contains("column 'id': An earlier row has the same id.", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WithMoreKeysInAChunkThanFitAMessage_FindsEveryDuplicate()
    {
        await using var silo = await TestSilo.StartAsync(_folder, chunkBytes: 4 << 20);
        var csv = new StringBuilder("n\n");
        for (var i = 0; i < 1_200_000; i++)
            csv.Append((i * 7919L % 900_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        var recipe = new Recipe { Rules = [new("once", RuleType.Dedupe, "n")] };
        var spec = await silo.UploadAsync(csv.ToString(), recipe);

        await silo.Job(spec).StartAsync(spec);
        var job = await silo.EndAsync(spec);

        Assert.Equal((JobStatus.Completed, 1_200_000, 900_000, 300_000), (job.Status, job.RowsRead, job.RowsClean, job.RowsDuplicate));
    }
}
