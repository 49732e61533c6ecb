using System.Text;
using CsCheck;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Tests.Profiling.Sketches;

public sealed class FrequentValuesTests
{
    private const int Capacity = 8;

    // Some values come often, most rarely: numbers from a square.
    private static readonly Gen<long[]> Streams = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], (a, b) => (long)(a * b / 40)).Array[0, 400];

    [Fact]
    public void Add_AnyStream_IsExactWithFewValuesAndBoundedWithMany() =>
        Streams.Sample(stream => AssertBounds(stream, Of(stream)), iter: 300);

    [Fact]
    public void Merge_AnyDivision_KeepsTheBounds() =>
        Streams.Array[1, 5].Sample(
            streams =>
            {
                var merged = new FrequentValues(Capacity);
                foreach (var stream in streams)
                    merged.Merge(Copy(Of(stream)));
                AssertBounds([.. streams.SelectMany(stream => stream)], merged);
            },
            iter: 200);

    [Fact]
    public void Add_Texts_KeepsThemAndCutsLongOnes()
    {
        var values = new FrequentValues(Capacity);
        values.Add(1, "abc"u8, 2);
        values.Add(2, Encoding.UTF8.GetBytes(new string('x', 1000)));
        Assert.True(values.TryCount(1));

        var copy = Copy(values).OrderBy(value => value.Hash).ToList();

        Assert.Equal((3, "abc"), (copy[0].Rows, Encoding.UTF8.GetString(copy[0].Text)));
        Assert.Equal((1, FrequentValues.MostTextBytes + 1), (copy[1].Rows, copy[1].Text.Length));
    }

    [Fact]
    public void Stop_RareValues_AreGoneAndTheErrorSaysSo()
    {
        var values = Of([1, 1, 1, 2, 3]);
        values.Stop(1);
        values.Skip(10);

        Assert.Equal((1, 3, 11, true), (values.Count, values.MostRows(), values.ErrorRows, values.IsStopped));
    }

    private static void AssertBounds(long[] stream, FrequentValues values)
    {
        var truth = stream.CountBy(value => value).ToDictionary();
        var counted = values.ToDictionary(value => value.Number, value => value.Rows);
        Assert.True(values.Count <= Capacity);
        Assert.Equal(truth.Count <= Capacity, values.IsExact);
        Assert.True(values.ErrorRows * Capacity <= stream.Length * 2, $"{values.ErrorRows} of {stream.Length}");
        foreach (var (value, rows) in truth)
            Assert.InRange(rows, counted.GetValueOrDefault(value), counted.GetValueOrDefault(value) + values.ErrorRows);
        Assert.Subset(truth.Keys.ToHashSet(), counted.Keys.ToHashSet());
    }

    private static FrequentValues Of(long[] stream)
    {
        var values = new FrequentValues(Capacity);
        foreach (var value in stream)
        {
            var hash = HashMix.Of((ulong)value);
            if (!values.TryCount(hash))
                values.Add(hash, value);
        }
        return values;
    }

    private static FrequentValues Copy(FrequentValues values)
    {
        var copy = new FrequentValues(Capacity);
        copy.Read(new BinaryReader(new MemoryStream(SketchBytes.Of(values.Write))));
        return copy;
    }
}
