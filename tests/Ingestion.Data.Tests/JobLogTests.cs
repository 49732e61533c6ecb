using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class JobLogTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_ThenList_CountsFromOneInEachJob()
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = database.Get<JobLog>();
        var (one, _) = await database.AddJobAsync();
        var (other, _) = await database.AddJobAsync();
        await log.AppendAsync(one.Id, JobLogLevel.Info, "begun", CancellationToken);
        await log.AppendAsync(other.Id, JobLogLevel.Error, "no such sheet 🦆", CancellationToken);
        await log.AppendAsync(one.Id, JobLogLevel.Warning, "slow", CancellationToken);

        Assert.Equal(
            [new JobLogEntry(1, database.Time.Now, JobLogLevel.Info, "begun"), new JobLogEntry(2, database.Time.Now, JobLogLevel.Warning, "slow")],
            await log.ListAsync(one.Id, 0, 10, CancellationToken));
        Assert.Equal("no such sheet 🦆", Assert.Single(await log.ListAsync(other.Id, 0, 10, CancellationToken)).Message);
        Assert.Equal(2, Assert.Single(await log.ListAsync(one.Id, 1, 10, CancellationToken)).Sequence);
        Assert.Equal(1, Assert.Single(await log.ListAsync(one.Id, 0, 1, CancellationToken)).Sequence);
        Assert.Empty(await log.ListAsync(one.Id, 2, 10, CancellationToken));
    }

    [Fact]
    public async Task Append_FromTwoHostsAtOnce_LeavesNoGapAndNoRepeat()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var second = database.OpenAgain();
        var (spec, _) = await database.AddJobAsync();
        var logs = new[] { database.Get<JobLog>(), second.Get<JobLog>() };

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            () => logs[i % 2].AppendAsync(spec.Id, JobLogLevel.Info, $"line {i}", CancellationToken), CancellationToken)));

        var entries = await logs[0].ListAsync(spec.Id, 0, 1000, CancellationToken);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), entries.Select(entry => entry.Sequence));
        Assert.Equal(200, entries.Select(entry => entry.Message).Distinct().Count());
    }
}
