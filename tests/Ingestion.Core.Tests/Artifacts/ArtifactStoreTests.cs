using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Artifacts;

/// <summary>What every store promises; each kind of store runs all of it.</summary>
public abstract class ArtifactStoreTests : IAsyncLifetime
{
    /// <summary>More than a megabyte, and no round number.</summary>
    protected static readonly byte[] Sample = Bytes(1_300_007, seed: 1);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IArtifactStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty store for one test.</summary>
    protected abstract Task<IArtifactStore> OpenStoreAsync();

    protected abstract ValueTask CloseAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_300_007)]
    public async Task Write_Committed_IsReadAsItWasWritten(int length)
    {
        foreach (var write in (Action<Stream, byte[]>[])[WriteAtOnce, WriteInPieces, WriteByBytes, (stream, bytes) => WriteAsync(stream, bytes).GetAwaiter().GetResult()])
        {
            var bytes = Sample[..length];
            await using (var writer = await Store.CreateAsync("p/a", Cancellation))
            {
                write(writer.Stream, bytes);
                writer.Stream.Flush();
                Assert.Equal((length, true), (writer.Stream.Position, writer.Stream.CanWrite));
                await writer.CommitAsync(Cancellation);
            }
            Assert.Equal(bytes, await ReadAsync("p/a"));
        }
    }

    [Fact]
    public async Task Write_BeforeItsCommit_IsSeenByNobody()
    {
        await using var writer = await Store.CreateAsync("p/a", Cancellation);
        await writer.Stream.WriteAsync(Sample, Cancellation);

        Assert.Null(await Store.OpenAsync("p/a", Cancellation));
        Assert.Empty(await Store.ListAsync("p/", Cancellation));
        await writer.CommitAsync(Cancellation);
        Assert.Equal(["p/a"], await Store.ListAsync("p/", Cancellation));
    }

    [Fact]
    public async Task Write_NeverCommitted_LeavesWhatWasThereBefore()
    {
        foreach (var key in (string[])["p/new", "p/old"])
        {
            if (key == "p/old")
                await WriteAsync(key, [1, 2, 3]);
            await using var writer = await Store.CreateAsync(key, Cancellation);
            await writer.Stream.WriteAsync(Sample, Cancellation);
        }

        Assert.Null(await Store.OpenAsync("p/new", Cancellation));
        Assert.Equal([1, 2, 3], await ReadAsync("p/old"));
        Assert.Equal(["p/old"], await Store.ListAsync("p/", Cancellation));
    }

    [Fact]
    public async Task Write_OverAnOlderOne_ReplacesItWholeAtTheCommit()
    {
        await WriteAsync("p/a", Sample);
        await using var writer = await Store.CreateAsync("p/a", Cancellation);
        await writer.Stream.WriteAsync(new byte[] { 1, 2, 3 }, Cancellation);
        Assert.Equal(Sample, await ReadAsync("p/a"));

        await writer.CommitDeferredAsync(Cancellation);
        await Store.FlushAsync(["p/a"], Cancellation);

        Assert.Equal([1, 2, 3], await ReadAsync("p/a"));
    }

    [Fact]
    public async Task Writers_OfOneKey_TheLastCommitWinsWhole()
    {
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(seed => Bytes(300_000 + seed, seed))];
        var writers = new List<ArtifactWriter>();
        foreach (var content in contents)
        {
            writers.Add(await Store.CreateAsync("p/a", Cancellation));
            await writers[^1].Stream.WriteAsync(content, Cancellation);
        }

        foreach (var (index, writer) in writers.Index().Reverse())
        {
            await writer.CommitAsync(Cancellation);
            Assert.Equal(contents[index], await ReadAsync("p/a"));
        }
        await Task.WhenAll(contents.Select(content => WriteAsync("p/a", content)));
        var last = await ReadAsync("p/a");
        Assert.Contains(contents, content => content.AsSpan().SequenceEqual(last));
        foreach (var writer in writers)
            await writer.DisposeAsync();
    }

    [Fact]
    public async Task Write_OnASchedulerThatItBlocks_Ends()
    {
        // As a grain's: one thing at a time, and what is awaited goes on only when the thread is free again.
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var writing = Task.Factory.StartNew(
            () =>
            {
                using var owned = new Owned(Store.CreateAsync("p/a", Cancellation).AsTask().GetAwaiter().GetResult());
                WriteInPieces(owned.Writer.Stream, Sample);
                owned.Writer.CommitAsync(Cancellation).AsTask().GetAwaiter().GetResult();
            },
            Cancellation, TaskCreationOptions.None, scheduler);

        await writing.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal(Sample, await ReadAsync("p/a"));
    }

    [Fact]
    public async Task Open_WhatIsNotThere_IsNull()
    {
        Assert.Null(await Store.OpenAsync("p/a", Cancellation));
        await WriteAsync("p/a/b", []);
        Assert.Null(await Store.OpenAsync("p/b", Cancellation));
        Assert.Empty(await Store.ListAsync("q/", Cancellation));
    }

    [Fact]
    public async Task List_APrefix_IsAllBelowItInOrdinalOrder()
    {
        string[] keys = ["p/b", "p/B", "p/a/2", "p/a/10", "p/é", "p/a-1", "q/a", "pp/a"];
        foreach (var key in keys)
            await WriteAsync(key, [1]);

        Assert.Equal(keys.Where(key => key.StartsWith("p/", StringComparison.Ordinal)).Order(StringComparer.Ordinal), await Store.ListAsync("p/", Cancellation));
        Assert.Equal(["p/a/10", "p/a/2"], await Store.ListAsync("p/a/", Cancellation));
    }

    [Fact]
    public async Task Delete_AKeyOrAPrefix_TakesThatAndNothingElse()
    {
        foreach (var key in (string[])["p/a", "p/a1", "p/b/c", "p/b/d/e", "p/bb"])
            await WriteAsync(key, [1]);

        await Store.DeleteAsync("p/a", Cancellation);
        await Store.DeleteAsync("p/b/", Cancellation);
        await Store.DeleteAsync("p/b/", Cancellation);
        await Store.DeleteAsync("p/nothing", Cancellation);

        Assert.Equal(["p/a1", "p/bb"], await Store.ListAsync("p/", Cancellation));
        Assert.Null(await Store.OpenAsync("p/a", Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("p/../../a")]
    [InlineData("p/../a")]
    [InlineData("p/./a")]
    [InlineData("p//a")]
    [InlineData("/etc/a")]
    [InlineData("p\\..\\..\\a")]
    [InlineData("p/a\0")]
    public async Task Key_ThatIsNone_IsRefused(string key)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.CreateAsync(key, Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.OpenAsync(key, Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.DeleteAsync(key, Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ListAsync(key + "/", Cancellation));
    }

    [Fact]
    public async Task Read_AnyRange_IsThatOfTheBytes()
    {
        await WriteAsync("p/a", Sample);
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;
        await using var stream = reader.AsStream();
        Assert.Equal((Sample.Length, Sample.Length, true), (reader.LengthBytes, stream.Length, stream.CanSeek));

        Gen.Select(Gen.Int[0, Sample.Length + 10], Gen.OneOf(Gen.Int[0, 200], Gen.Int[0, 400_000])).Sample(
            (offset, count) =>
            {
                var expected = Sample.AsSpan(Math.Min(offset, Sample.Length));
                expected = expected[..Math.Min(expected.Length, count)];
                var buffer = new byte[count];
                Assert.Equal(expected.Length, reader.ReadFully(offset, buffer));
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, expected.Length)));
                var once = reader.Read(offset, buffer);
                Assert.InRange(once, Math.Min(1, expected.Length), expected.Length);
                Assert.True(expected[..once].SequenceEqual(buffer.AsSpan(0, once)));

                Assert.Equal(offset, stream.Seek(offset, SeekOrigin.Begin));
                Assert.Equal(expected.Length, stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false));
                Assert.True(expected.SequenceEqual(buffer.AsSpan(0, expected.Length)));
                Assert.Equal(offset + expected.Length, stream.Position);
            },
            iter: 100, threads: 1);
    }

    [Fact]
    public async Task Read_FromManyThreads_IsThatOfTheBytes()
    {
        await WriteAsync("p/a", Sample);
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;

        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, i =>
        {
            var offset = i * 20_011;
            var buffer = new byte[i % 4 == 0 ? 100_000 : 100];
            var read = reader.ReadFully(offset, buffer);
            Assert.True(Sample.AsSpan(offset, read).SequenceEqual(buffer.AsSpan(0, read)) && (read == buffer.Length || offset + read == Sample.Length));
        });
    }

    [Fact]
    public async Task Stream_ReadAndSought_IsSeekable()
    {
        await WriteAsync("p/a", Sample);
        using var reader = (await Store.OpenAsync("p/a", Cancellation))!;
        await using var stream = reader.AsStream();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        Assert.Equal(Sample, copy.ToArray());

        Assert.Equal(Sample.Length - 4, stream.Seek(-4, SeekOrigin.End));
        Assert.Equal(Sample[^4], stream.ReadByte());
        Assert.Equal(Sample.Length - 2, stream.Seek(1, SeekOrigin.Current));
        Assert.Equal(2, await stream.ReadAsync(new byte[10], Cancellation));
        Assert.Equal(0, await stream.ReadAsync(new byte[10], Cancellation));
    }

    [Fact]
    public async Task Job_OnThisStore_WritesWhatItWritesInMemory()
    {
        var source = "id,name\n"u8.ToArray().Concat(Enumerable.Range(0, 4000).SelectMany(i => System.Text.Encoding.UTF8.GetBytes($"{i % 3500},{(i % 50 == 0 ? "" : $"name {i}")}\n"))).ToArray();
        var recipe = new Recipe { Rules = [new("named", RuleType.NotNull, "name"), Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["id"],"keep":"FIRST"}""")] };
        var options = new EngineOptions { ChunkBytes = 4096 };
        var memory = new MemoryArtifactStore();
        foreach (var store in (IArtifactStore[])[memory, Store])
        {
            await WriteAsync("raw", source, store);
            await new LocalRun(store, options).RunAsync(default, new JobKeys("job/"), "raw", recipe, workers: 3, Cancellation);
        }

        var keys = await memory.ListAsync("job/", Cancellation);
        Assert.True(keys.Count > 30);
        Assert.Equal(keys, await Store.ListAsync("job/", Cancellation));
        foreach (var key in keys.Where(key => !key.EndsWith("manifest.json", StringComparison.Ordinal)))
            Assert.Equal(memory[key], await ReadAsync(key));
    }

    protected static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected Task WriteAsync(string key, byte[] bytes) => WriteAsync(key, bytes, Store);

    protected async Task<byte[]> ReadAsync(string key)
    {
        using var reader = await Store.OpenAsync(key, Cancellation);
        Assert.NotNull(reader);
        var bytes = new byte[reader.LengthBytes];
        Assert.Equal(bytes.Length, reader.ReadFully(0, bytes));
        return bytes;
    }

    /// <summary>Pieces of a size that fits into nothing.</summary>
    protected static void WriteInPieces(Stream stream, byte[] bytes)
    {
        for (var offset = 0; offset < bytes.Length; offset += 70_001)
            stream.Write(bytes, offset, Math.Min(70_001, bytes.Length - offset));
    }

    private static void WriteAtOnce(Stream stream, byte[] bytes) => stream.Write(bytes);

    private static void WriteByBytes(Stream stream, byte[] bytes)
    {
        foreach (var value in bytes.AsSpan(0, Math.Min(bytes.Length, 1000)))
            stream.WriteByte(value);
        stream.Write(bytes.AsSpan(Math.Min(bytes.Length, 1000)));
    }

    private static async Task WriteAsync(Stream stream, byte[] bytes)
    {
        using var source = new MemoryStream(bytes);
        await source.CopyToAsync(stream, Cancellation);
        await stream.FlushAsync(Cancellation);
    }

    private static async Task WriteAsync(string key, byte[] bytes, IArtifactStore store)
    {
        await using var writer = await store.CreateAsync(key, Cancellation);
        await writer.Stream.WriteAsync(bytes, Cancellation);
        await writer.CommitAsync(Cancellation);
    }

    private sealed class Owned(ArtifactWriter writer) : IDisposable
    {
        public ArtifactWriter Writer => writer;

        public void Dispose() => writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
