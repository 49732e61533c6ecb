using System.Text;
using CsCheck;
using Ingestion.Core.Profiling;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Add_Texts_KeepsThemAndCutsLongOnes(bool hasOwnHashes)
    {
        var (text, cut) = ("abc"u8.ToArray(), Encoding.UTF8.GetBytes(new string('x', 1000)));
        var (hash, hashOfCut) = hasOwnHashes ? (1UL, 2UL) : (TextHash.Of(text), TextHash.Of(cut));
        var values = new FrequentValues(Capacity, hasOwnHashes);
        values.Add(hash, text, 2);
        values.Add(hashOfCut, cut);
        Assert.True(values.TryCount(hash));

        var copy = Copy(values, hasOwnHashes).ToDictionary(value => value.Hash);

        Assert.Equal((3, "abc"), (copy[hash].Rows, Encoding.UTF8.GetString(copy[hash].Text)));
        Assert.Equal((1, FrequentValues.MostTextBytes + 1), (copy[hashOfCut].Rows, copy[hashOfCut].Text.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public void Read_Few_ThenAddUpToTheCapacity_CountsAll(int few)
    {
        var values = new FrequentValues(1000);
        Count([.. Enumerable.Range(0, few)], values);
        var copy = new FrequentValues(1000);
        copy.Read(new BinaryReader(new MemoryStream(SketchBytes.Of(values.Write))));
        Count([.. Enumerable.Range(0, 1000)], copy);

        Assert.Equal((1000, true, 1000L + few), (copy.Count, copy.IsExact, copy.Sum(value => value.Rows)));
    }

    [Fact]
    public void Release_CountsAgainFromNothing() =>
        Gen.Select(Streams, Streams).Sample(
            (before, stream) =>
            {
                var values = Of(before);
                values.Release();
                Assert.Empty(values);
                Count(stream, values);
                AssertBounds(stream, values);
            },
            iter: 100);

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
        Count(stream, values);
        return values;
    }

    private static void Count(long[] stream, FrequentValues values)
    {
        foreach (var value in stream)
        {
            var hash = HashMix.Of((ulong)value);
            if (!values.TryCount(hash))
                values.AddNew(hash, value);
        }
    }

    private static FrequentValues Copy(FrequentValues values, bool hasOwnHashes = false)
    {
        var copy = new FrequentValues(Capacity, hasOwnHashes);
        copy.Read(new BinaryReader(new MemoryStream(SketchBytes.Of(values.Write))));
        return copy;
    }
}
