using CsCheck;
using Ingestion.Core.Csv;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Csv;

/// <summary>A source that several threads survey is cut as one thread cuts it, wherever the stretches begin.</summary>
public sealed class BoundarySurveyTests
{
    [Fact]
    public void Plan_WellFormedSource_IsThatOfOneThread() => AssertSame(CsvBytes.WellFormed);

    [Fact]
    public void Plan_AnySource_IsThatOfOneThread() => AssertSame(CsvBytes.Any);

    /// <summary>Quoted line breaks and nothing else for many stretches: each guess may be wrong.</summary>
    [Fact]
    public void Plan_LongQuotedFields_IsThatOfOneThread() =>
        AssertSame(Gen.Select(Gen.OneOf("a", "\n", "\r\n", "\"\"", ",", "long text"), Gen.Int[1, 400]).Array[1, 12].Select(parts =>
            System.Text.Encoding.UTF8.GetBytes("a,b\n1,\"" + string.Join("\"\n2,\"", parts.Select(part => string.Concat(Enumerable.Repeat(part.Item1, part.Item2)))) + "\"\n")));

    private static void AssertSame(Gen<byte[]> sources) =>
        Gen.Select(sources, Gen.Int[1, 6], Gen.Int[1, 400], Gen.OneOf(10, 64, 1000, 1 << 20), Gen.Int[1, 3], Gen.Int[1, 3]).Sample((bytes, times, chunkBytes, maxRecordBytes, blocks, stretch) =>
        {
            byte[] source = [.. Enumerable.Repeat(bytes, times).SelectMany(part => part)];
            using var reader = new MemoryReader(source);
            var layout = CsvChunkPlannerTests.Layout(source);

            var expected = new StrictChunkPlanner(reader, layout, chunkBytes, maxRecordBytes) { Threads = 1 }.Plan(default);
            var found = new StrictChunkPlanner(reader, layout, chunkBytes, maxRecordBytes) { Threads = 3, BlockBytes = 64 * blocks, StretchBlocks = stretch }.Plan(default);

            Assert.Equal(expected?.Chunks, found?.Chunks);
        }, iter: 1000);
}
