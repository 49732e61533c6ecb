using CsCheck;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Tests.Profiling.Sketches;

public sealed class HyperLogLogTests
{
    private const int Precision = 14;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public void Estimate_DifferentValues_IsWithinFourStandardErrors(int values)
    {
        var sketch = Of(0, values);

        Assert.InRange(sketch.Estimate(), values * (1 - (4 * sketch.RelativeError)), values * (1 + (4 * sketch.RelativeError)));
    }

    [Fact]
    public void Merge_AnyDivision_GivesTheSameAsAddingAll() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 5000], Gen.Int[0, 5000]).Sample(
            (a, b, c) =>
            {
                int[] borders = [a, b, c];
                Array.Sort(borders);
                var merged = Of(borders[0], borders[1]);
                merged.Merge(Of(0, borders[0]));
                merged.Merge(Of(borders[1], borders[2]));
                Assert.Equal(Bytes(Of(0, borders[2])), Bytes(merged));
            },
            iter: 40);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var written = Bytes(Of(0, 5000));
        var read = new HyperLogLog(Precision);
        read.Read(new BinaryReader(new MemoryStream(written)));

        Assert.Equal(written, Bytes(read));
    }

    private static HyperLogLog Of(int from, int to)
    {
        var sketch = new HyperLogLog(Precision);
        for (var value = from; value < to; value++)
            sketch.Add(HashMix.Of((ulong)value));
        return sketch;
    }

    private static byte[] Bytes(HyperLogLog sketch) => SketchBytes.Of(sketch.Write);
}
