using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Profiling;

public sealed class JobProfileTests
{
    private static readonly JobKeys Keys = new("job/");
    private static readonly EngineOptions SmallChunks = new() { ChunkBytes = 64 };
    private static readonly byte[] Csv = Profiles.Column(Enumerable.Range(0, 50).Select(i => $"{i}"));

    [Fact]
    public async Task LocalRun_Job_PublishesTheProfileOfItsSource()
    {
        var store = new MemoryArtifactStore { ["raw"] = Csv };
        var manifest = await RunAsync(store, new Recipe());
        var profile = (await ProfileStore.ReadAsync(store, Keys, TestContext.Current.CancellationToken))!;

        Assert.Equal("profile.sketch", manifest.Profile);
        Assert.Equal((50, false, 50), (profile.Rows, profile.IsSample, profile.Columns[0].Count));
        Assert.Equal(Profiles.Json(Profiles.OfSample(Csv).Profile), Profiles.Json(profile));
    }

    [Fact]
    public async Task LocalRun_JobWithoutProfile_WritesNone()
    {
        var store = new MemoryArtifactStore { ["raw"] = Csv };
        var manifest = await RunAsync(store, new Recipe { Profile = false });

        Assert.Null(manifest.Profile);
        Assert.Null(await ProfileStore.ReadAsync(store, Keys, TestContext.Current.CancellationToken));
        Assert.Empty(await store.ListAsync(Keys.ProfilesFolder, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void LocalRun_ColumnsThatThePlanDoesNotRead_AreProfiledToo()
    {
        var csv = "a,b,c\n1,x,2024-01-31\n2,n/a,2024-02-01\n3,,soon\n"u8.ToArray();
        var mapped = new Recipe { Source = new() { NullTokens = ["n/a"] }, Mapping = [new("a", "id")] };
        var all = mapped with { Mapping = [] };

        Assert.Equal(Profiles.OfJob(csv, all), Profiles.OfJob(csv, mapped));
    }

    [Fact]
    public async Task IsIntact_ProfileDamagedOrGone_IsFalse()
    {
        var store = new MemoryArtifactStore { ["raw"] = Csv };
        await RunAsync(store, new Recipe());
        var key = Keys.ChunkProfile(0);
        var whole = store[key];
        var chunk = new ChunkRecord(0, 64, default, [], 0, 0, "");

        Assert.True(await IsIntactAsync(store, chunk));
        store[key] = [.. whole[..^20], .. whole[^19..], 0];
        Assert.False(await IsIntactAsync(store, chunk));
        store[key] = whole[..^1];
        Assert.False(await IsIntactAsync(store, chunk));
        await store.DeleteAsync(key, TestContext.Current.CancellationToken);
        Assert.False(await IsIntactAsync(store, chunk));
        Assert.True(await ChunkVerifier.IsIntactAsync(store, Keys, chunk, hasDedupe: false, hasProfile: false, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task IsIntact_ProfileOfTheOnlyChunkDamagedOrGone_IsFalse()
    {
        var store = new MemoryArtifactStore { ["raw"] = Csv };
        await new LocalRun(store, new()).RunAsync(JobId.New(), Keys, "raw", new Recipe(), workers: 1, TestContext.Current.CancellationToken);
        var whole = store[Keys.Profile];
        var chunk = new ChunkRecord(0, Csv.Length, default, [], 0, 0, "");
        ValueTask<bool> IsIntact() =>
            ChunkVerifier.IsIntactAsync(store, Keys, chunk, hasDedupe: false, hasProfile: true, isAlone: true, TestContext.Current.CancellationToken);

        Assert.True(await IsIntact());
        foreach (var damaged in (byte[][])[[], whole[..^1], new byte[whole.Length]])
        {
            store[Keys.Profile] = damaged;
            Assert.False(await IsIntact());
        }
        await store.DeleteAsync(Keys.Profile, TestContext.Current.CancellationToken);
        Assert.False(await IsIntact());
    }

    [Fact]
    public async Task Publish_ProfileOfAChunkIsGone_GivesTheResultWithoutOne()
    {
        var store = new MemoryArtifactStore { ["raw"] = Csv };
        await RunAsync(store, new Recipe());
        await store.DeleteAsync(Keys.ChunkProfile(1), TestContext.Current.CancellationToken);
        await store.DeleteAsync(Keys.Profile, TestContext.Current.CancellationToken);
        var (job, plan) = await JobPlanner.PrepareAsync(store, Keys, "raw", new Recipe(), SmallChunks, cancellationToken: TestContext.Current.CancellationToken);

        Assert.False(await ProfileStore.PublishAsync(store, Keys, job, plan, TestContext.Current.CancellationToken));
        Assert.Null(await ProfileStore.ReadAsync(store, Keys, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Chunk_DoneAgain_WritesTheSameProfile()
    {
        var store = new MemoryArtifactStore { ["raw"] = Csv };
        await RunAsync(store, new Recipe());
        var (job, plan) = await JobPlanner.PrepareAsync(store, Keys, "raw", new Recipe(), SmallChunks, cancellationToken: TestContext.Current.CancellationToken);
        var before = store[Keys.ChunkProfile(2)];

        await DoAsync(store, job, plan, 2);

        Assert.Equal(before, store[Keys.ChunkProfile(2)]);
    }

    private static async Task DoAsync(MemoryArtifactStore store, JobPlan job, Plan plan, int index)
    {
        using var source = (await store.OpenAsync(job.SourceKey))!;
        using var evaluator = new ChunkEvaluator(plan, job.Layout, job.Chunks, SmallChunks, job.IsProfiled);
        // Memory that has another chunk's values in it.
        evaluator.Evaluate(source, job.Chunks.Chunks[^1]);
        await new ChunkWriter(plan, store, Keys).WriteAsync(evaluator.Evaluate(source, job.Chunks.Chunks[index]), null);
    }

    private static Task<ResultManifest> RunAsync(MemoryArtifactStore store, Recipe recipe) =>
        new LocalRun(store, SmallChunks).RunAsync(JobId.New(), Keys, "raw", recipe, workers: 2, TestContext.Current.CancellationToken);

    private static ValueTask<bool> IsIntactAsync(MemoryArtifactStore store, ChunkRecord chunk) =>
        ChunkVerifier.IsIntactAsync(store, Keys, chunk, hasDedupe: false, hasProfile: true, cancellationToken: TestContext.Current.CancellationToken);
}
