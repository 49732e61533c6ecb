using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class JobTableTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Insert_FullJob_ReadsBackTheSame()
    {
        await using var database = await TestDatabase.CreateAsync();
        var jobs = database.Get<JobTable>();
        var recipe = new Recipe { Source = new SourceOptions { Delimiter = ";", NullTokens = ["n/a", "–"] } };
        var match = new RecipeMatch(RecipeId.New(), "nightly", 2, [new("größe", "Grosse", MatchWay.Normalized, 1, []), new("x", null, MatchWay.None, 0, [new("y", 0.5)])], ["z"]);
        var spec = new JobSpec(JobId.New(), database.ProjectId, "Bestellungen 🦆.csv", ArtifactId.New(), recipe, JobMode.Sync, database.UserId, RecipeMatch: match);
        var job = TestDatabase.NewJob(spec) with
        {
            Status = JobStatus.Completed,
            Attempt = 3,
            Stage = JobStage.Done,
            Progress = 1,
            BytesRead = 5_000_000_000,
            BytesTotal = 5_000_000_001,
            RowsPerSecond = 1_450_000.5,
            EtaSeconds = 0,
            RowsRead = 15,
            RowsClean = 4,
            RowsRejected = 5,
            RowsDuplicate = 3,
            RowsUnreadable = 3,
            Violations = [new ViolationCount("r3", "age", 63_012), new ViolationCount("r6", null, 1)],
            Fixes = [new FixCount("r1", "name", 12), new FixCount("r2", null, 7)],
            RecipeMatch = match,
            Error = "It's full.",
            StartedAt = new DateTimeOffset(2025, 11, 22, 10, 0, 1, TimeSpan.Zero),
            FinishedAt = new DateTimeOffset(2025, 11, 22, 12, 0, 2, TimeSpan.FromHours(2)),
        };

        Assert.True(await jobs.InsertAsync(spec, job, CancellationToken));

        AssertSame(job, await jobs.GetAsync(spec.Id, CancellationToken));
        var read = await jobs.GetSpecAsync(spec.Id, CancellationToken);
        Assert.Equivalent(spec, read, strict: true);
    }

    [Fact]
    public async Task Insert_SecondTime_IsFalseAndChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (spec, job) = await database.AddJobAsync();

        Assert.False(await database.Get<JobTable>().InsertAsync(spec, job with { RowsRead = 9 }, CancellationToken));
        AssertSame(job, await database.Get<JobTable>().GetAsync(spec.Id, CancellationToken));
    }

    [Fact]
    public async Task Insert_ManyAtOnce_OneSucceeds()
    {
        await using var database = await TestDatabase.CreateAsync();
        var spec = new JobSpec(JobId.New(), database.ProjectId, "a", ArtifactId.New(), new Recipe(), JobMode.Sync, database.UserId);

        var inserted = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(
            () => database.Get<JobTable>().InsertAsync(spec, TestDatabase.NewJob(spec), CancellationToken), CancellationToken)));

        Assert.Single(inserted, won => won);
    }

    [Fact]
    public async Task Update_ByAnOlderEpoch_WritesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var jobs = database.Get<JobTable>();
        var (spec, job) = await database.AddJobAsync();

        Assert.True(await jobs.UpdateAsync(job with { RowsRead = 1 }, 1, CancellationToken));
        Assert.True(await jobs.UpdateAsync(job with { RowsRead = 2 }, 2, CancellationToken));
        Assert.False(await jobs.UpdateAsync(job with { RowsRead = 3 }, 1, CancellationToken));
        Assert.True(await jobs.UpdateAsync(job with { RowsRead = 4 }, 2, CancellationToken));

        AssertSame(job with { RowsRead = 4 }, await jobs.GetAsync(spec.Id, CancellationToken));
    }

    [Fact]
    public async Task Update_AfterANewerEpochClaimedTheLedger_IsFenced()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (_, job) = await database.AddJobAsync();
        await database.Get<ChunkLedger>().ClaimAsync(job.Id, 5, CancellationToken);

        Assert.False(await database.Get<JobTable>().UpdateAsync(job, 4, CancellationToken));
        Assert.True(await database.Get<JobTable>().UpdateAsync(job, 5, CancellationToken));
    }

    [Fact]
    public async Task Update_UnknownJob_IsFalse()
    {
        await using var database = await TestDatabase.CreateAsync();
        var spec = new JobSpec(JobId.New(), database.ProjectId, "a", ArtifactId.New(), new Recipe(), JobMode.Sync, database.UserId);

        Assert.False(await database.Get<JobTable>().UpdateAsync(TestDatabase.NewJob(spec), 1, CancellationToken));
        Assert.Null(await database.Get<JobTable>().GetAsync(spec.Id, CancellationToken));
        Assert.Null(await database.Get<JobTable>().GetSpecAsync(spec.Id, CancellationToken));
    }

    // Rows with and without a value in one column: a reader built from the first row must suit the others.
    [Fact]
    public async Task List_MixedNullsAndWholeNumbers_ReadsEachRow()
    {
        await using var database = await TestDatabase.CreateAsync();
        var jobs = database.Get<JobTable>();
        var expected = new List<Job>();
        foreach (var speed in new double?[] { null, 1, 1.5, null, 2 })
        {
            var (_, job) = await database.AddJobAsync();
            expected.Add(job with { RowsPerSecond = speed, Progress = speed ?? 0, StartedAt = speed is null ? null : job.CreatedAt });
            await jobs.UpdateAsync(expected[^1], 1, CancellationToken);
        }

        var page = await jobs.ListAsync(database.ProjectId, null, 10, null, CancellationToken);

        Assert.Equal(expected.Count, page.Items.Count);
        Assert.All(expected, job => AssertSame(job, page.Items.Single(item => item.Id == job.Id)));
    }

    [Fact]
    public async Task List_ByStatus_PagesThroughThatStatusOnly()
    {
        await using var database = await TestDatabase.CreateAsync();
        var failed = new List<JobId>();
        for (var i = 0; i < 9; i++)
        {
            failed.Add((await database.AddJobAsync(JobStatus.Failed)).Spec.Id);
            await database.AddJobAsync(JobStatus.Completed);
        }

        var seen = new List<JobId>();
        string? cursor = null;
        do
        {
            var page = await database.Get<JobTable>().ListAsync(database.ProjectId, JobStatus.Failed, 4, cursor, CancellationToken);
            seen.AddRange(page.Items.Select(job => job.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(failed.Select(id => id.ToString()).OrderDescending(StringComparer.Ordinal), seen.Select(id => id.ToString()));
    }

    [Fact]
    public async Task ListUnfinished_OneJobOfEachStatus_IsThoseThatAreNotFinal()
    {
        await using var database = await TestDatabase.CreateAsync();
        var unfinished = new List<JobId>();
        foreach (var status in Enum.GetValues<JobStatus>())
        {
            var (spec, _) = await database.AddJobAsync(status);
            if (!status.IsFinal())
                unfinished.Add(spec.Id);
        }

        Assert.Equivalent(unfinished, await database.Get<JobTable>().ListUnfinishedAsync(CancellationToken), strict: true);
    }

    // A record's equality compares its list by reference.
    private static void AssertSame(Job expected, Job? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Violations, actual.Violations);
        Assert.Equal(expected.Fixes, actual.Fixes);
        Assert.Equivalent(expected.RecipeMatch, actual.RecipeMatch, strict: true);
        Assert.Equal(expected with { Violations = actual.Violations, Fixes = actual.Fixes, RecipeMatch = actual.RecipeMatch }, actual);
    }
}
