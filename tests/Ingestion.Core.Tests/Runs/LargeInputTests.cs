using System.Collections.Concurrent;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Tests.Runs;

/// <summary>Sources that are larger than what a worker may hold.</summary>
public sealed class LargeInputTests
{
    private const int Million = 1_000_000;

    [Fact]
    public void LocalRun_QuoteNeverClosedAtTheStartOf100MB_CostsOneLine()
    {
        var source = new RepeatedBytes("id,note\n0,\"never closed\n"u8.ToArray(), "12345,a plain note of some length\n"u8.ToArray(), 100 * Million);

        var manifest = Run(source, new());

        Assert.Equal(new RowCounts(source.Repeats + 1, source.Repeats, 0, 0, 1), manifest.RowCounts);
    }

    [Theory]
    [InlineData("\"", "\"", false)]
    [InlineData("", "", false)]
    [InlineData("it's \"", "", true)]
    public void LocalRun_FieldOf60MB_IsOneUnreadableRow(string before, string after, bool isTolerant)
    {
        var field = new byte[60 * Million];
        field.AsSpan().Fill((byte)'x');
        byte[] source = [.. "id,note\n1,a\n2,"u8, .. Encoding.UTF8.GetBytes(before), .. field, .. Encoding.UTF8.GetBytes(after), .. "\n3,b\n"u8];

        var run = EngineRun.Of(source, workers: 2);

        Assert.Equal(["1,a", "3,b"], run.Rows);
        Assert.Equal(isTolerant, run.IsTolerant);
        var reject = Assert.Single(run.RejectedRows());
        var bytes = 2 + before.Length + field.Length + after.Length;
        Assert.Equal((3L, 12L, (long?)bytes, 65536), (reject.LineNumber, reject.ByteOffset, reject.RawBytes, reject.Raw!.Length));
        Assert.Equal(FormattableString.Invariant($"The record has {bytes:N0} bytes; at most 16,777,216 are read. Is a quote never closed?"), reject.Violations[0].Message);
    }

    [Fact]
    public void LocalRun_HeaderOf60MB_SaysThatItDoesNotEnd() =>
        Assert.Equal("The first row does not end within 1,048,576 bytes. Is the delimiter or quote right, and is this delimited text?",
            Assert.Throws<UnreadableSourceException>(() => Run(new RepeatedBytes([], "no line break "u8.ToArray(), 60 * Million), new())).Message);

    [Fact]
    public void LocalRun_200MB_AllocatesLessThanItReadsAndHardlyMoreThan50MB()
    {
        var small = AllocatedBytes(50 * Million);
        var large = AllocatedBytes(200 * Million);

        Assert.InRange(large, 0, 200 * Million);
        Assert.True(large - small < 100 * Million, $"{small:N0} and {large:N0} bytes");
    }

    /// <summary>All that a run on a clean source of this size allocates, freed or not: its memory is never more.</summary>
    private static long AllocatedBytes(int sourceBytes)
    {
        const string Row = "1234567,Müller & Sons,mueller@example.org,2024-02-29,1999.95,\"quoted, with a comma\",true\n";
        var source = new RepeatedBytes("id,name,mail,day,price,note,ok\n"u8.ToArray(), Encoding.UTF8.GetBytes(Row), sourceBytes);
        var store = new DiscardingStore(source);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var manifest = Run(source, Recipes.Of(Recipes.Rule("mail", RuleType.Regex, "mail", """{"pattern":"^[^@ ]+@[^@ ]+$"}"""), Recipes.Rule("price", RuleType.Range, "price", """{"min":0}""")), store);

        Assert.Equal(new RowCounts(source.Repeats, source.Repeats, 0, 0, 0), manifest.RowCounts);
        return GC.GetAllocatedBytesForCurrentThread() - before + store.WorkerBytes;
    }

    private static Core.Results.ResultManifest Run(RepeatedBytes source, Recipe recipe, DiscardingStore? store = null) =>
        new LocalRun(store ?? new DiscardingStore(source), new()).RunAsync(JobId.New(), new JobKeys("job/"), "raw", recipe, workers: 2).GetAwaiter().GetResult();

    /// <summary>A beginning and then the same bytes again and again: a large source that takes no memory.</summary>
    private sealed class RepeatedBytes(byte[] first, byte[] repeated, int leastBytes) : ArtifactReader
    {
        public long Repeats { get; } = (leastBytes - first.Length) / repeated.Length;

        public override long LengthBytes => first.Length + (Repeats * repeated.Length);

        public override int Read(long offset, Span<byte> buffer)
        {
            if (offset >= LengthBytes)
                return 0;
            var rest = offset < first.Length ? first.AsSpan((int)offset) : repeated.AsSpan((int)((offset - first.Length) % repeated.Length));
            var read = Math.Min(rest.Length, buffer.Length);
            rest[..read].CopyTo(buffer);
            return read;
        }

        public override Stream AsStream() => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }

    /// <summary>Keeps the plan and the manifest, and forgets the rest.</summary>
    private sealed class DiscardingStore(RepeatedBytes source) : IArtifactStore
    {
        private readonly MemoryArtifactStore _kept = new();
        private readonly ConcurrentDictionary<int, long> _bytesByThread = [];
        private readonly int _caller = Environment.CurrentManagedThreadId;

        /// <summary>What the threads that wrote something allocated, until each last began to write: tests beside this one do not count.</summary>
        public long WorkerBytes => _bytesByThread.Values.Sum();

        public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default)
        {
            if (Environment.CurrentManagedThreadId != _caller)
                _bytesByThread[Environment.CurrentManagedThreadId] = GC.GetAllocatedBytesForCurrentThread();
            return key.EndsWith(".json", StringComparison.Ordinal) ? _kept.CreateAsync(key, cancellationToken) : ValueTask.FromResult<ArtifactWriter>(new Nowhere());
        }

        public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) =>
            key == "raw" ? ValueTask.FromResult<ArtifactReader?>(source) : _kept.OpenAsync(key, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => _kept.ListAsync(prefix, cancellationToken);

        public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default) => _kept.DeleteAsync(keyOrPrefix, cancellationToken);

        private sealed class Nowhere : ArtifactWriter
        {
            public override Stream Stream { get; } = new CountingStream();

            public override ValueTask CommitAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

            public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }

        /// <summary>Counts what is written.</summary>
        private sealed class CountingStream : MemoryStream
        {
            private long _position;

            public override long Position { get => _position; set => _position = value; }

            public override void Write(byte[] buffer, int offset, int count) => _position += count;

            public override void Write(ReadOnlySpan<byte> buffer) => _position += buffer.Length;

            public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            {
                _position += count;
                return Task.CompletedTask;
            }

            public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                _position += buffer.Length;
                return ValueTask.CompletedTask;
            }
        }
    }
}
