using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Artifacts.Blobs;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Artifacts;

public sealed class BlobArtifactStoreTests(BlobService service) : ArtifactStoreTests
{
    private const int BlockBytes = BlockStream.BlockBytes;
    private readonly string _container = BlobService.NewContainer();
    private string _connection = "";

    protected override async Task<IArtifactStore> OpenStoreAsync() => new BlobArtifactStore(_connection = await service.ConnectionStringAsync(), _container);

    protected override async ValueTask CloseAsync()
    {
        if (_connection.Length > 0)
            await new BlobContainerClient(_connection, _container).DeleteIfExistsAsync(cancellationToken: CancellationToken.None);
    }

    [Fact]
    public async Task Write_OfSeveralBlocks_IsReadAsItWasWritten()
    {
        var bytes = Bytes((5 * BlockBytes) + 12_345, seed: 2);
        await using (var writer = await Store.CreateAsync("p/a", Cancellation))
        {
            WriteInPieces(writer.Stream, bytes);
            Assert.Equal(bytes.Length, writer.Stream.Position);
            Assert.Null(await Store.OpenAsync("p/a", Cancellation));
            Assert.Empty(await Store.ListAsync("p/", Cancellation));
            await writer.CommitAsync(Cancellation);
        }
        await AssertIsAsync("p/a", bytes);

        // The same through asynchronous writes, over the older one.
        bytes.AsSpan().Reverse();
        await WriteAsync("p/a", bytes);
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;
        await using var stream = reader.AsStream();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        Assert.True(bytes.AsSpan().SequenceEqual(copy.GetBuffer().AsSpan(0, (int)copy.Length)));
    }

    [Theory]
    [InlineData(BlockBytes - 1, 1)]
    [InlineData(BlockBytes, 1)]
    [InlineData(BlockBytes + 1, 3)]
    [InlineData(3 * BlockBytes, 4)]
    public async Task Write_OfSoManyBytes_TakesSoManyRequests(int length, int expected)
    {
        await WriteAsync("p/before", []);
        using var requests = new HttpRequests(_container);

        await WriteAsync("p/a", new byte[length]);

        Assert.Equal(Enumerable.Repeat("PUT", expected), requests.Take());
        Assert.Equal(length, (await ReadAsync("p/a")).Length);
    }

    [Fact]
    public async Task Write_OfSeveralBlocksNeverCommitted_LeavesNothing()
    {
        await using (var writer = await Store.CreateAsync("p/a", Cancellation))
            await writer.Stream.WriteAsync(new byte[(4 * BlockBytes) + 1], Cancellation);

        Assert.Null(await Store.OpenAsync("p/a", Cancellation));
        Assert.Empty(await Store.ListAsync("p/", Cancellation));
        Assert.Equal(0, await Store.DeleteAbandonedAsync(DateTimeOffset.MaxValue, Cancellation));
        await WriteAsync("p/a", [1]);
        Assert.Equal([1], await ReadAsync("p/a"));
    }

    [Fact]
    public async Task Writers_OfOneKeyAndSeveralBlocks_TheFirstCommitStandsAndTheLaterIsToldToWriteAgain()
    {
        var first = Bytes((2 * BlockBytes) + 7, seed: 3);
        var second = Bytes((3 * BlockBytes) + 1, seed: 4);
        await using var firstWriter = await Store.CreateAsync("p/a", Cancellation);
        await using var secondWriter = await Store.CreateAsync("p/a", Cancellation);
        await firstWriter.Stream.WriteAsync(first, Cancellation);
        await secondWriter.Stream.WriteAsync(second, Cancellation);
        await firstWriter.CommitAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<IOException>(async () => await secondWriter.CommitAsync(Cancellation));

        Assert.Contains("'p/a'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another writer committed it meanwhile", refused.Message, StringComparison.Ordinal);
        await AssertIsAsync("p/a", first);
        await WriteAsync("p/a", second);
        await AssertIsAsync("p/a", second);
    }

    [Fact]
    public async Task Write_OfSeveralBlocksOnASchedulerThatItBlocks_Ends()
    {
        var bytes = Bytes((5 * BlockBytes) + 1, seed: 5);
        await Task.Factory.StartNew(
            () =>
            {
                var writer = Store.CreateAsync("p/a", Cancellation).AsTask().GetAwaiter().GetResult();
                WriteInPieces(writer.Stream, bytes);
                writer.CommitAsync(Cancellation).AsTask().GetAwaiter().GetResult();
                writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
            },
            Cancellation, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        await AssertIsAsync("p/a", bytes);
    }

    [Fact]
    public async Task Read_AnyRangeAcrossBlocks_IsThatOfTheBytes()
    {
        var bytes = Bytes((2 * BlockBytes) + 5, seed: 6);
        await WriteAsync("p/a", bytes);
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;
        await using var stream = reader.AsStream();
        var offsets = Gen.OneOf(Gen.Int[0, bytes.Length], Gen.Int[BlockBytes - 300, BlockBytes + 10], Gen.Int[(2 * BlockBytes) - 10, bytes.Length + 3]);

        Gen.Select(offsets, Gen.OneOf(Gen.Int[0, 600], Gen.Int[0, 2 << 20], Gen.Int[4 << 20, 9 << 20])).Sample(
            (offset, count) =>
            {
                var expected = bytes.AsSpan(Math.Min(offset, bytes.Length));
                expected = expected[..Math.Min(expected.Length, count)];
                var buffer = new byte[count];
                Assert.Equal(expected.Length, reader.ReadFully(offset, buffer));
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, expected.Length)));
                stream.Position = offset;
                buffer.AsSpan().Clear();
                Assert.Equal(expected.Length, stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false));
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, expected.Length)));
            },
            iter: 60, threads: 1);
    }

    [Theory]
    [InlineData(16 << 20, 1)]
    [InlineData(8 << 20, 2)]
    [InlineData(1 << 20, 6)]
    [InlineData(64 << 10, 8)]
    [InlineData(4000, 8)]
    public async Task Read_AllInPieces_TakesFewRequests(int piece, int expected)
    {
        var bytes = Bytes(16 << 20, seed: 7);
        await WriteAsync("p/a", bytes);
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;
        using var requests = new HttpRequests(_container);
        var buffer = new byte[piece];

        for (var offset = 0; offset < bytes.Length; offset += piece)
            Assert.True(bytes.AsSpan(offset, Math.Min(piece, bytes.Length - offset)).SequenceEqual(buffer.AsSpan(0, reader.ReadFully(offset, buffer))));

        Assert.Equal(expected, requests.Take().Count);
    }

    [Fact]
    public async Task Read_HeadTailAndWhatLiesBeforeIt_TakesTwoRequests()
    {
        await WriteAsync("p/a", Bytes(3 << 20, seed: 8));
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;
        using var requests = new HttpRequests(_container);

        reader.ReadFully(0, new byte[4]);
        reader.ReadFully((3 << 20) - 8, new byte[8]);
        reader.ReadFully((3 << 20) - 5000, new byte[4992]);

        Assert.Equal(2, requests.Take().Count);
    }

    [Fact]
    public async Task Read_WhatWasReplacedOrDeletedMeanwhile_IsAnErrorAndNoMixture()
    {
        await WriteAsync("p/a", Sample);
        using var replaced = (await Store.OpenAsync("p/a", Cancellation))!;
        replaced.ReadFully(0, new byte[10]);
        await WriteAsync("p/a", Bytes(Sample.Length, seed: 9));

        var error = Assert.Throws<IOException>(() => replaced.ReadFully(1_000_000, new byte[10]));
        Assert.Contains($"'p/a' in the container '{_container}' at http://127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.Contains("it was replaced or deleted after it had been opened", error.Message, StringComparison.Ordinal);

        using var deleted = (await Store.OpenAsync("p/a", Cancellation))!;
        await Store.DeleteAsync("p/", Cancellation);
        // The service may look at the condition first or at the object.
        Assert.Matches("or deleted after it had been opened|is not there any more", Assert.ThrowsAny<IOException>(() => deleted.ReadFully(0, new byte[10])).Message);
    }

    [Fact]
    public async Task Job_OfChunksAsTheyAreByDefault_TakesFourRequestsAChunk()
    {
        var lines = Enumerable.Range(0, 32 * 1024).Select(i => $"{i:D8}{new string('a', 1000)},{(i % 100 == 0 ? "" : "noted")}\n");
        var source = System.Text.Encoding.UTF8.GetBytes("text,note\n" + string.Concat(lines));
        await WriteAsync("raw", source);
        var recipe = new Recipe { Profile = false, Rules = [new("noted", RuleType.NotNull, "note"), Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["text"],"keep":"FIRST"}""")] };
        using var requests = new HttpRequests(_container);

        var manifest = await new LocalRun(Store, new EngineOptions()).RunAsync(default, new JobKeys("job/"), "raw", recipe, workers: 2, Cancellation);

        var chunks = (await Store.ListAsync("job/keys/", Cancellation)).Count;
        var asked = requests.Take();
        TestContext.Current.TestOutputHelper!.WriteLine($"{source.Length} bytes, {chunks} chunks, {manifest.Parts.Count} parts: {string.Join(", ", asked.CountBy(method => method))}");
        Assert.Equal((chunks, chunks), (manifest.Parts.Count, manifest.Rejects.Count));
        // A part, rejects and keys for each chunk, the plan and the manifest. A profile would take one more, and its reading another.
        Assert.Equal((3 * chunks) + 2, asked.Count(method => method == "PUT"));
        // One for each chunk; the others are for the plan, which reads all of the source once, the sample, and the end, where totals may stand.
        Assert.InRange(asked.Count(method => method == "GET"), chunks + (source.Length / (4 << 20)), chunks + (source.Length / (4 << 20)) + 7);
    }

    [Fact]
    public async Task Delete_OfMoreThanAPage_TakesAll()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 120), Cancellation, async (i, _) => await WriteAsync($"p/{i:D4}", [1]));
        Assert.Equal(120, (await Store.ListAsync("p/", Cancellation)).Count);

        await Store.DeleteAsync("p/", Cancellation);

        Assert.Empty(await Store.ListAsync("p/", Cancellation));
    }

    [Fact]
    public async Task Address_WithASasToken_WillDo()
    {
        var account = new BlobServiceClient(_connection);
        var token = new AccountSasBuilder(AccountSasPermissions.All, DateTimeOffset.UtcNow.AddHours(1), AccountSasServices.Blobs, AccountSasResourceTypes.All) { Protocol = SasProtocol.HttpsAndHttp };
        await WriteAsync("p/a", Sample);

        var store = new BlobArtifactStore(account.GenerateAccountSasUri(token).ToString(), _container);

        await store.PingAsync(Cancellation);
        using var reader = (await store.OpenAsync("p/a", Cancellation))!;
        Assert.Equal(Sample.Length, reader.LengthBytes);
    }

    [Fact]
    public async Task WrongKey_IsRefusedAccess()
    {
        var wrong = Convert.ToBase64String(Bytes(32, seed: 10));
        var store = new BlobArtifactStore(_connection.Replace(Convert.ToBase64String(new byte[32]), wrong, StringComparison.Ordinal), _container);
        await WriteAsync("p/a", Sample);

        foreach (var attempt in (Func<Task>[])[async () => await store.PingAsync(Cancellation), async () => await store.OpenAsync("p/a", Cancellation), WriteWronglyAsync])
        {
            var error = await Assert.ThrowsAsync<UnauthorizedAccessException>(attempt);
            Assert.Contains("the object store refused it (403", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(wrong, error.Message, StringComparison.Ordinal);
        }

        async Task WriteWronglyAsync()
        {
            await using var writer = await store.CreateAsync("p/b", Cancellation);
            await writer.CommitAsync(Cancellation);
        }
    }

    // Not Assert.Equal, which looks at megabytes byte by byte.
    private async Task AssertIsAsync(string key, byte[] expected) => Assert.True((await ReadAsync(key)).AsSpan().SequenceEqual(expected), $"'{key}' differs.");
}
