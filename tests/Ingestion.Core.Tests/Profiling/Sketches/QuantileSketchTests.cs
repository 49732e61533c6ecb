using CsCheck;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Tests.Profiling.Sketches;

public sealed class QuantileSketchTests
{
    // What the sketch promises, in shares of all values.
    private const double RankError = 0.01;
    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    public static TheoryData<string, Func<int, long>> Streams => new()
    {
        { "ascending", i => i },
        { "descending", i => -i },
        { "random", i => (long)HashMix.Of((ulong)i) },
        { "few values", i => i * 7919 % 10 },
        { "zigzag", i => i % 2 == 0 ? i : -i },
        { "squares", i => (long)i * i },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Quantile_LongStream_HasTheRankItShouldHave(string name, Func<int, long> stream)
    {
        const int Count = 300_000;
        var values = Enumerable.Range(0, Count).Select(stream).ToArray();
        var sketch = new QuantileSketch();
        foreach (var batch in values.Chunk(250))
            sketch.Add(batch);

        AssertRanks(name, values, sketch);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Merge_ManySketches_KeepsTheRanks(string name, Func<int, long> stream)
    {
        const int Count = 200_000;
        var values = Enumerable.Range(0, Count).Select(stream).ToArray();
        var merged = new QuantileSketch();
        foreach (var chunk in values.Chunk(9_000))
        {
            var next = new QuantileSketch();
            foreach (var batch in chunk.Chunk(256))
                next.Add(batch);
            merged.Merge(Copy(next));
        }

        AssertRanks(name, values, merged);
    }

    [Fact]
    public void Add_ValueManyTimes_StandsForAllOfThem() =>
        Gen.Select(Gen.Int[0, 50], Gen.Long[1, 1000]).Array[1, 40].Sample(
            values =>
            {
                var sketch = new QuantileSketch();
                foreach (var (value, times) in values)
                    sketch.Add(value, times);
                Assert.Equal(values.Sum(value => value.Item2), sketch.Count);
                Assert.Equal(sketch.Count, sketch.Values().Rows);
            },
            iter: 100);

    private static void AssertRanks(string name, long[] values, QuantileSketch sketch)
    {
        Array.Sort(values);
        var kept = sketch.Values();
        Assert.Equal(values.Length, kept.Rows);
        foreach (var share in Shares)
        {
            var value = kept.Quantile(share);
            var below = (double)values.Count(other => other < value) / values.Length;
            var upTo = (double)values.Count(other => other <= value) / values.Length;
            Assert.True(below - RankError <= share && share <= upTo + RankError, $"{name}: the value at {share} has ranks {below} to {upTo}.");
        }
    }

    private static QuantileSketch Copy(QuantileSketch sketch)
    {
        var copy = new QuantileSketch();
        copy.Read(new BinaryReader(new MemoryStream(SketchBytes.Of(sketch.Write))));
        return copy;
    }
}
