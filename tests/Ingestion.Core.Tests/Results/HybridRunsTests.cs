using CsCheck;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Tests.Results;

public sealed class HybridRunsTests
{
    /// <summary>Stretches of one value and stretches of any.</summary>
    private static readonly Gen<(int Width, int[] Values)> GenValues =
        from width in Gen.Int[1, 31]
        let limit = (int)Math.Min((1L << width) - 1, int.MaxValue)
        from runs in Gen.Select(Gen.Int[0, limit], Gen.Int[1, 60], Gen.Bool, Gen.Int).Array[0, 40]
        select (width, runs.SelectMany(run => Run(run.Item1, run.Item2, run.Item3, run.Item4, limit)).ToArray());

    [Fact]
    public void WriteIndexes_AnyValues_ReadBack() =>
        GenValues.Sample(values =>
        {
            var target = new byte[HybridRuns.MostBytes(values.Values.Length, values.Width)];

            var length = HybridRuns.WriteIndexes(values.Values, values.Width, target);

            Assert.Equal(values.Values, Read(target.AsSpan(0, length), values.Width, values.Values.Length));
        }, iter: 5000);

    [Fact]
    public void WriteLevels_AnyRows_ReadBack() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 200], Gen.Bool, Gen.Int).Array[0, 40].Sample(runs =>
        {
            var present = runs.SelectMany(run => Run(run.Item1 ? 1 : 0, run.Item2, run.Item3, run.Item4, 1)).Select(level => level == 1).ToArray();
            var target = new byte[HybridRuns.MostBytes(present.Length, 1)];

            var length = HybridRuns.WriteLevels(present, target);

            Assert.Equal(present, Read(target.AsSpan(0, length), 1, present.Length).Select(level => level == 1));
        }, iter: 5000);

    [Fact]
    public void WriteIndexes_OneValueAllOver_TakesAFewBytes()
    {
        var target = new byte[HybridRuns.MostBytes(100_000, 17)];

        Assert.InRange(HybridRuns.WriteIndexes(Enumerable.Repeat(70_000, 100_000).ToArray(), 17, target), 1, 8);
    }

    private static IEnumerable<int> Run(int value, int count, bool isOne, int seed, int limit)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => isOne ? value : (int)random.NextInt64((long)limit + 1));
    }

    /// <summary>Encodings.md, "Run Length Encoding / Bit-Packing Hybrid", bit by bit.</summary>
    private static List<int> Read(ReadOnlySpan<byte> bytes, int width, int count)
    {
        var values = new List<int>();
        var at = 0;
        while (values.Count < count)
        {
            var header = 0;
            for (var shift = 0; ; shift += 7)
            {
                header |= (bytes[at] & 0x7F) << shift;
                if (bytes[at++] < 0x80)
                    break;
            }
            if ((header & 1) == 0)
            {
                var value = 0;
                for (var i = 0; i < (width + 7) / 8; i++)
                    value |= bytes[at++] << (8 * i);
                values.AddRange(Enumerable.Repeat(value, header >> 1));
                continue;
            }
            for (var i = 0; i < (header >> 1) * 8; i++)
            {
                var value = 0;
                for (var bit = 0; bit < width; bit++)
                    value |= ((bytes[at + (((i * width) + bit) / 8)] >> (((i * width) + bit) % 8)) & 1) << bit;
                values.Add(value);
            }
            at += (header >> 1) * width;
        }
        Assert.Equal(bytes.Length, at);
        // Only a last group may be padded.
        Assert.InRange(values.Count - count, 0, 7);
        return values[..count];
    }
}
