using CsCheck;
using Ingestion.Core.Profiling;

namespace Ingestion.Core.Tests.Profiling;

/// <summary>A number is counted in the window or handed back, never both and never lost.</summary>
public sealed class NumberWindowTests
{
    private static readonly Gen<long[][]> Batches = Gen.SelectMany(
        Gen.OneOf(Gen.Long, Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Long[-10, 10]),
        first => Gen.OneOf(Gen.Long[-3000, 3000].Select(offset => unchecked(first + offset)), Gen.Long).Array[0, 300].Array[1, 10]);

    [Fact]
    public void Count_AnyBatches_LosesNoRow() => Batches.Sample(batches =>
    {
        var window = new NumberWindow(mostNumbers: 4096);
        var others = new long[300];
        var counted = new List<long>();
        foreach (var batch in batches)
            counted.AddRange(others[..window.Count(batch, others)]);
        var inWindow = new List<long>();
        window.Empty((number, rows) => inWindow.AddRange(Enumerable.Repeat(number, (int)rows)));

        Assert.Equal(batches.SelectMany(batch => batch).Order(), counted.Concat(inWindow).Order());
        Assert.Empty(counted.Intersect(inWindow));
    });

    [Fact]
    public void Count_MoreNumbersThanAllowed_IsGivenUpUntilItIsEmptied()
    {
        var window = new NumberWindow(mostNumbers: 3);

        window.Count([5, 6, 7, 5], new long[4]);
        Assert.False(window.IsGivenUp);
        window.Count([8], new long[1]);
        Assert.True(window.IsGivenUp);

        window.Empty((_, _) => { });
        Assert.False(window.IsGivenUp);
    }
}
