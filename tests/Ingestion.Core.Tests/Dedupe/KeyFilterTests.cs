using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class KeyFilterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(200_000)]
    public void MayContain_ManyKeys_MissesNoneAndLetsFewOthersThrough(int count)
    {
        var random = new Random(count);
        using var filter = new KeyFilter(count);
        var keys = Enumerable.Range(0, count).Select(_ => Hash(random)).ToArray();
        foreach (var key in keys)
            filter.Add(key);

        var strangers = Enumerable.Range(0, 100_000).Count(_ => filter.MayContain(Hash(random)));

        Assert.All(keys, key => Assert.True(filter.MayContain(key)));
        Assert.InRange(strangers, 0, 400);
        Assert.InRange(filter.MemoryBytes, 0, (2 * count) + 128);
    }

    private static UInt128 Hash(Random random) => new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
