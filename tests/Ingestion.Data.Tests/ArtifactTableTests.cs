using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class ArtifactTableTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Insert_Artifact_ReadsBackTheSame()
    {
        await using var database = await TestDatabase.CreateAsync();
        var artifacts = database.Get<ArtifactTable>();
        var artifact = NewArtifact(database) with { FileName = "../Bestell\u202Eungen\0🦆.csv" };

        await artifacts.InsertAsync(artifact, CancellationToken);
        Assert.Equal(artifact, await artifacts.GetAsync(artifact.Id, CancellationToken));

        await artifacts.SetRowCountAsync(artifact.Id, 12_345_678_901, CancellationToken);
        Assert.Equal(artifact with { RowCount = 12_345_678_901 }, await artifacts.GetAsync(artifact.Id, CancellationToken));
        Assert.Null(await artifacts.GetAsync(ArtifactId.New(), CancellationToken));
    }

    [Fact]
    public async Task List_OfAProject_HoldsOnlyItsOwnNewestFirst()
    {
        await using var database = await TestDatabase.CreateAsync();
        var artifacts = database.Get<ArtifactTable>();
        var other = await database.Get<ProjectTable>().CreateAsync("Other", database.UserId, CancellationToken);
        var mine = Enumerable.Range(0, 5).Select(_ => NewArtifact(database)).OrderByDescending(a => a.Id.ToString(), StringComparer.Ordinal).ToList();
        foreach (var artifact in mine.Append(NewArtifact(database) with { ProjectId = other.Id }))
            await artifacts.InsertAsync(artifact, CancellationToken);

        var first = await artifacts.ListAsync(database.ProjectId, 3, null, CancellationToken);
        var second = await artifacts.ListAsync(database.ProjectId, 3, first.NextCursor, CancellationToken);

        Assert.Equal(mine, first.Items.Concat(second.Items));
        Assert.Null(second.NextCursor);
    }

    [Theory]
    [InlineData(JobStatus.Pending, true)]
    [InlineData(JobStatus.Running, true)]
    [InlineData(JobStatus.Cancelling, true)]
    [InlineData(JobStatus.Completed, false)]
    [InlineData(JobStatus.Failed, false)]
    [InlineData(JobStatus.Cancelled, false)]
    public async Task Delete_ReadByAJob_IsRefusedWhileTheJobIsUnfinished(JobStatus status, bool inUse)
    {
        await using var database = await TestDatabase.CreateAsync();
        var artifacts = database.Get<ArtifactTable>();
        var artifact = NewArtifact(database);
        await artifacts.InsertAsync(artifact, CancellationToken);
        var (spec, _) = await database.AddJobAsync(status, artifact.Id);

        Assert.Equal(inUse, await artifacts.IsInUseAsync(artifact.Id, CancellationToken));
        Assert.Equal(!inUse, await artifacts.DeleteAsync(artifact.Id, CancellationToken));
        Assert.Equal(inUse, await artifacts.GetAsync(artifact.Id, CancellationToken) is not null);
        Assert.Equal(artifact.Id, (await database.Get<JobTable>().GetSpecAsync(spec.Id, CancellationToken))?.ArtifactId);
    }

    [Fact]
    public async Task Delete_UnusedThenAgain_IsTrueThenFalse()
    {
        await using var database = await TestDatabase.CreateAsync();
        var artifacts = database.Get<ArtifactTable>();
        var artifact = NewArtifact(database);
        await artifacts.InsertAsync(artifact, CancellationToken);

        Assert.True(await artifacts.DeleteAsync(artifact.Id, CancellationToken));
        Assert.False(await artifacts.DeleteAsync(artifact.Id, CancellationToken));
    }

    private static Artifact NewArtifact(TestDatabase database) => new()
    {
        Id = ArtifactId.New(),
        ProjectId = database.ProjectId,
        FileName = "orders.csv",
        FileFormat = FileFormat.Csv,
        SizeBytes = 611_794_371,
        Sha256 = new string('a', 64),
        CreatedAt = new DateTimeOffset(2025, 11, 22, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456),
        CreatedBy = database.UserId,
    };
}
