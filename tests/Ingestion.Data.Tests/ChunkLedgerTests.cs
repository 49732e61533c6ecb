using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class ChunkLedgerTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_OutOfOrder_ListsByIndex()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();
        var (other, _) = await database.AddJobAsync();
        Assert.True(await ledger.ClaimAsync(spec.Id, 1, CancellationToken));
        foreach (var index in new[] { 10, 2, 0 })
            Assert.Equal(ChunkRecording.Recorded, await ledger.RecordAsync(spec.Id, 1, Chunk(index), CancellationToken));
        Assert.Equal(ChunkRecording.Recorded, await ledger.RecordAsync(other.Id, 1, Chunk(7), CancellationToken));

        var chunks = await ledger.ListAsync(spec.Id, CancellationToken);

        Assert.Equivalent(new[] { Chunk(0), Chunk(2), Chunk(10) }, chunks, strict: true);
        Assert.Equal([0, 2, 10], chunks.Select(chunk => chunk.Index));
    }

    [Fact]
    public async Task Record_SameChunkTwice_KeepsTheFirstAndIsTrue()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();

        Assert.Equal(ChunkRecording.Recorded, await ledger.RecordAsync(spec.Id, 1, Chunk(0), CancellationToken));
        Assert.Equal(ChunkRecording.Known, await ledger.RecordAsync(spec.Id, 1, Chunk(0) with { PartBytes = 999 }, CancellationToken));

        Assert.Equal(Chunk(0).PartBytes, Assert.Single(await ledger.ListAsync(spec.Id, CancellationToken)).PartBytes);
    }

    [Fact]
    public async Task Record_AfterANewerEpochClaimed_IsFalseAndWritesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();
        Assert.True(await ledger.ClaimAsync(spec.Id, 1, CancellationToken));
        Assert.Equal(ChunkRecording.Recorded, await ledger.RecordAsync(spec.Id, 1, Chunk(0), CancellationToken));
        Assert.True(await ledger.ClaimAsync(spec.Id, 2, CancellationToken));

        Assert.Equal(ChunkRecording.Stale, await ledger.RecordAsync(spec.Id, 1, Chunk(1), CancellationToken));
        Assert.Equal(ChunkRecording.Stale, await ledger.RecordAsync(spec.Id, 1, Chunk(0), CancellationToken));
        Assert.Equal(ChunkRecording.Recorded, await ledger.RecordAsync(spec.Id, 2, Chunk(2), CancellationToken));

        Assert.Equal([0, 2], (await ledger.ListAsync(spec.Id, CancellationToken)).Select(chunk => chunk.Index));
    }

    [Fact]
    public async Task Claim_OlderEpoch_IsFalseAndTheSameAgainIsTrue()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();

        Assert.True(await ledger.ClaimAsync(spec.Id, 3, CancellationToken));
        Assert.True(await ledger.ClaimAsync(spec.Id, 3, CancellationToken));
        Assert.False(await ledger.ClaimAsync(spec.Id, 2, CancellationToken));
        Assert.False(await ledger.ClaimAsync(JobId.New(), 9, CancellationToken));
        Assert.Equal(ChunkRecording.Stale, await ledger.RecordAsync(JobId.New(), 9, Chunk(0), CancellationToken));
    }

    [Fact]
    public async Task Record_RacingAClaim_NeverLandsAfterIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();
        await ledger.ClaimAsync(spec.Id, 1, CancellationToken);

        var zombie = Enumerable.Range(0, 200).Select(i => Task.Run(() => ledger.RecordAsync(spec.Id, 1, Chunk(i), CancellationToken), CancellationToken)).ToList();
        await Task.Run(() => ledger.ClaimAsync(spec.Id, 2, CancellationToken), CancellationToken);
        var afterClaim = (await ledger.ListAsync(spec.Id, CancellationToken)).Count;
        var recorded = await Task.WhenAll(zombie);

        Assert.Equal(afterClaim, recorded.Count(recording => recording == ChunkRecording.Recorded));
        Assert.Equal(afterClaim, (await ledger.ListAsync(spec.Id, CancellationToken)).Count);
    }

    [Fact]
    public async Task Clear_AJob_ForgetsItsChunksOnly()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();
        var (other, _) = await database.AddJobAsync();
        await ledger.RecordAsync(spec.Id, 1, Chunk(0), CancellationToken);
        await ledger.RecordAsync(other.Id, 1, Chunk(0), CancellationToken);

        Assert.True(await ledger.ClearAsync(spec.Id, 1, CancellationToken));

        Assert.Empty(await ledger.ListAsync(spec.Id, CancellationToken));
        Assert.Single(await ledger.ListAsync(other.Id, CancellationToken));
    }

    [Fact]
    public async Task ClearAndForget_AfterANewerEpochClaimed_AreFalseAndTakeNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = database.Get<ChunkLedger>();
        var (spec, _) = await database.AddJobAsync();
        await ledger.RecordAsync(spec.Id, 1, Chunk(0), CancellationToken);
        await ledger.RecordAsync(spec.Id, 1, Chunk(1), CancellationToken);
        Assert.True(await ledger.ClaimAsync(spec.Id, 2, CancellationToken));

        Assert.False(await ledger.ClearAsync(spec.Id, 1, CancellationToken));
        Assert.False(await ledger.ForgetAsync(spec.Id, 1, 0, CancellationToken));
        Assert.Equal(2, (await ledger.ListAsync(spec.Id, CancellationToken)).Count);

        Assert.True(await ledger.ForgetAsync(spec.Id, 2, 0, CancellationToken));
        Assert.Equal([1], (await ledger.ListAsync(spec.Id, CancellationToken)).Select(chunk => chunk.Index));
    }

    private static ChunkRecord Chunk(int index) =>
        new(index, 5_000_000_000, new RowCounts(10, 4, 3, 2, 1), [3, 0, 9_000_000_000], 1000 + index, 50, "0f", index == 10 ? [7, 9_000_000_000] : null);
}
