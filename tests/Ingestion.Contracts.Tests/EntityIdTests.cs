using System.Collections.Concurrent;

namespace Ingestion.Contracts.Tests;

/// <summary>Ids are UUIDs of version 7 that rise, however many are made within one millisecond.</summary>
public sealed class EntityIdTests
{
    [Fact]
    public void New_IsAVersion7UuidOfNow()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var text = JobId.New().ToString();
        var after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", text);
        // Ids made in a great hurry are ahead of the clock by a few milliseconds.
        Assert.InRange(Convert.ToInt64(text[..8] + text[9..13], 16), before, after + 1000);
    }

    [Fact]
    public void New_SortsAfterThoseBefore_AsTextToo()
    {
        var ids = Enumerable.Range(0, 50_000).Select(_ => ArtifactId.New().ToString()).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void New_OfSeveralThreads_RisesInEachAndRepeatsNone()
    {
        var all = new ConcurrentBag<List<string>>();
        Parallel.For(0, 8, _ => all.Add([.. Enumerable.Range(0, 5_000).Select(_ => JobId.New().ToString())]));

        Assert.All(all, ids => Assert.Equal(ids.Order(StringComparer.Ordinal), ids));
        Assert.Equal(40_000, all.SelectMany(ids => ids).Distinct().Count());
    }
}
