using System.Text;
using CsCheck;
using CsvHelper;
using Ingestion.Core.Chunks;
using Ingestion.Core.Csv;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Csv;

public sealed class CsvChunkPlannerTests
{
    [Fact]
    public void Plan_WellFormedSource_CutsWhereRecordsStart() =>
        Gen.Select(CsvBytes.WellFormed, Gen.Int[1, 300], Gen.OneOf(10, 64, 1 << 20)).Sample(
            (bytes, chunkBytes, maxRecordBytes) =>
            {
                var plan = Plan(bytes, chunkBytes, maxRecordBytes);
                Assert.False(plan.IsTolerant);
                AssertContiguous(plan, bytes);
                var starts = RecordStarts(bytes);
                Assert.All(plan.Chunks, chunk => Assert.Contains(SkipLineBreaks(bytes, (int)chunk.Offset), starts));
            },
            iter: 2000,
            print: t => $"{Print.Of(t.Item1)}\nchunk {t.Item2}, record {t.Item3}");

    [Fact]
    public void Plan_AnySource_LeavesNoGapAndCountsLines() =>
        Gen.Select(CsvBytes.Any, Gen.Int[1, 300], Gen.OneOf(10, 64, 1 << 20)).Sample(
            (bytes, chunkBytes, maxRecordBytes) => AssertContiguous(Plan(bytes, chunkBytes, maxRecordBytes), bytes),
            iter: 2000,
            print: t => $"{Print.Of(t.Item1)}\nchunk {t.Item2}, record {t.Item3}");

    [Fact]
    public void Plan_InSegments_IsThePlanOfOnePass() =>
        Gen.Select(CsvBytes.Any, Gen.Int[1, 600], Gen.OneOf(64, 128, 320), Gen.Int[0, 400]).Sample(
            (bytes, chunkBytes, segmentBytes, moreRecordBytes) =>
            {
                using var reader = new MemoryReader(bytes);
                var expected = new StrictChunkPlanner(reader, Layout(bytes), chunkBytes, segmentBytes + moreRecordBytes).Plan(TestContext.Current.CancellationToken);
                var actual = new ParallelChunkPlanner(reader, Layout(bytes), chunkBytes, segmentBytes + moreRecordBytes, segmentBytes).Plan(TestContext.Current.CancellationToken);
                Assert.Equal(expected?.Chunks, actual?.Chunks);
            },
            iter: 20_000,
            print: t => $"{Print.Of(t.Item1)}\nchunk {t.Item2}, segment {t.Item3}, record {t.Item4} more");

    [Fact]
    public void Plan_LongSourceInSegments_IsThePlanOfOnePass()
    {
        // Several groups of segments, and quoted texts that are longer than a segment.
        var row = $"12345,\"quoted, with \"\"quotes\"\" and a\r\nline break\",{new string('x', 11)}\n";
        var longRow = $"1,\"{string.Concat(Enumerable.Repeat("no quote,\n", 100))}\"\n";
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => i % 100 == 0 ? longRow : row)));
        using var reader = new MemoryReader(bytes);

        var expected = new StrictChunkPlanner(reader, Layout(bytes), 10_000, 4096).Plan(TestContext.Current.CancellationToken)!;

        Assert.InRange(expected.Chunks.Count, 15, 40);
        Assert.Equal(expected.Chunks, new ParallelChunkPlanner(reader, Layout(bytes), 10_000, 4096, segmentBytes: 256).Plan(TestContext.Current.CancellationToken)!.Chunks);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Plan_SourceOfManyBlocks_CutsWhereRecordsStart(string lineEnd)
    {
        // Rows of 61 bytes and the line break: it falls on every place of a block of 64 bytes, and of one of 1 MiB.
        var row = $"12345,\"quoted, with \"\"quotes\"\" and a\nline break\",{new string('x', 11)}{lineEnd}";
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(row, 50_000)));

        var plan = Plan(bytes, 100_000, 1 << 20);

        Assert.InRange(plan.Chunks.Count, 30, 32);
        AssertContiguous(plan, bytes);
        Assert.All(plan.Chunks, chunk => Assert.Equal(0, chunk.Offset % row.Length));
    }

    [Fact]
    public void Plan_RecordsThatEndEveryBlockWithCr_AreCut()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 63) + "\r", 100)));

        var plan = Plan(bytes, 640, 70);

        Assert.Equal(10, plan.Chunks.Count);
        Assert.DoesNotContain(plan.Chunks, chunk => chunk.IsOversizedRecord);
    }

    [Fact]
    public void Plan_LongRecord_IsAChunkOfItsOwn()
    {
        var bytes = Encoding.UTF8.GetBytes($"a,b\n1,2\n3,\"{new string('x', 500)}\"\n4,5\n");

        var plan = Plan(bytes, 1 << 20, 100);

        Assert.Equal([(0L, false), (8L, true), (513L, false)], plan.Chunks.Select(chunk => (chunk.Offset, chunk.IsOversizedRecord)));
        Assert.Equal([1L, 3L, 4L], plan.Chunks.Select(chunk => chunk.LineNumber));
    }

    [Theory]
    [InlineData("a,b\n1,\"2\n3,4\n")]
    [InlineData("a,b\n1,\"2\"x\n3,4\n")]
    [InlineData("a,b\n1,2\"\n3,4\n")]
    public void Plan_BrokenQuotes_IsTolerant(string text) => Assert.True(Plan(Encoding.UTF8.GetBytes(text), 100, 100).IsTolerant);

    private static ChunkPlan Plan(byte[] bytes, int chunkBytes, int maxRecordBytes)
    {
        using var reader = new MemoryReader(bytes);
        return CsvChunkPlanner.Plan(reader, Layout(bytes), chunkBytes, maxRecordBytes);
    }

    private static CsvLayout Layout(byte[] bytes) => new()
    {
        Encoding = "utf-8",
        PreambleBytes = 0,
        Dialect = CsvDialect.Default,
        LineEnd = "MIXED",
        HeaderRows = 0,
        SkipRows = 0,
        DataOffset = 0,
        DataLineNumber = 1,
        Columns = bytes.Contains((byte)',') ? [new("a", default, null, ""), new("b", default, null, "")] : [new("a", default, null, "")],
        Evidence = [],
    };

    private static void AssertContiguous(ChunkPlan plan, byte[] bytes)
    {
        var next = 0L;
        foreach (var (index, chunk) in plan.Chunks.Index())
        {
            Assert.Equal(index, chunk.Index);
            Assert.Equal(next, chunk.Offset);
            Assert.True(chunk.LengthBytes > 0);
            Assert.Equal(1 + LineBreaks.CountScalar(bytes.AsSpan(0, (int)next)), chunk.LineNumber);
            next += chunk.LengthBytes;
        }
        Assert.Equal(bytes.Length, next);
    }

    private static HashSet<int> RecordStarts(byte[] bytes)
    {
        using var csv = CsvReader.Create(bytes, CsvDialect.Default.ReaderOptions(skipEmptyLines: true));
        var starts = new HashSet<int> { bytes.Length };
        while (csv.Read())
            starts.Add((int)csv.ByteOffset);
        return starts;
    }

    private static int SkipLineBreaks(byte[] bytes, int offset)
    {
        while (offset < bytes.Length && bytes[offset] is (byte)'\r' or (byte)'\n')
            offset++;
        return offset;
    }
}
