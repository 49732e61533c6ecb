using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class RequestKeyTableTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_ByManyAtOnce_StandsForOne()
    {
        await using var database = await TestDatabase.CreateAsync();
        var keys = database.Get<RequestKeyTable>();
        var claims = Enumerable.Range(0, 8).Select(_ => NewClaim(database.ProjectId)).ToList();

        var standing = await Task.WhenAll(claims.Select(claim => Task.Run(() => keys.ClaimAsync(claim, CancellationToken))));

        Assert.Contains(Assert.Single(standing.Distinct()), claims);
        Assert.Equal(standing[0], await keys.ClaimAsync(NewClaim(database.ProjectId), CancellationToken));
    }

    [Fact]
    public async Task Claim_InAnotherProject_IsItsOwn()
    {
        await using var database = await TestDatabase.CreateAsync();
        var keys = database.Get<RequestKeyTable>();
        var other = await database.Get<ProjectTable>().CreateAsync("Other", database.UserId, CancellationToken);
        var (mine, theirs) = (NewClaim(database.ProjectId), NewClaim(other.Id));

        Assert.Equal(mine, await keys.ClaimAsync(mine, CancellationToken));
        Assert.Equal(theirs, await keys.ClaimAsync(theirs, CancellationToken));
    }

    [Fact]
    public async Task Insert_ArtifactWhoseKeyIsTaken_AddsNothing_UntilThatFileIsDeleted()
    {
        await using var database = await TestDatabase.CreateAsync();
        var artifacts = database.Get<ArtifactTable>();
        var (first, second) = (NewArtifact(database), NewArtifact(database));
        var (mine, again) = (NewClaim(database.ProjectId) with { ArtifactId = first.Id }, NewClaim(database.ProjectId) with { ArtifactId = second.Id });

        Assert.Equal(mine, await artifacts.InsertAsync(first, mine, CancellationToken));
        Assert.Equal(mine, await artifacts.InsertAsync(second, again, CancellationToken));
        Assert.Null(await artifacts.GetAsync(second.Id, CancellationToken));

        Assert.True(await artifacts.DeleteAsync(first.Id, CancellationToken));
        Assert.Equal(again, await artifacts.InsertAsync(second, again, CancellationToken));
        Assert.Equal(second, await artifacts.GetAsync(second.Id, CancellationToken));
    }

    [Fact]
    public async Task Insert_ArtifactThatFails_LeavesItsKeyFree()
    {
        await using var database = await TestDatabase.CreateAsync();
        var artifacts = database.Get<ArtifactTable>();
        var artifact = NewArtifact(database);
        await artifacts.InsertAsync(artifact with { FileName = "there already" }, CancellationToken);
        var claim = NewClaim(database.ProjectId);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => artifacts.InsertAsync(artifact, claim, CancellationToken));

        var later = claim with { JobId = JobId.New() };
        Assert.Equal(later, await database.Get<RequestKeyTable>().ClaimAsync(later, CancellationToken));
    }

    private static RequestClaim NewClaim(ProjectId project) => new(project, new string('a', 64), new string('b', 64), ArtifactId.New(), JobId.New());

    private static Artifact NewArtifact(TestDatabase database) => new()
    {
        Id = ArtifactId.New(),
        ProjectId = database.ProjectId,
        FileName = "orders.csv",
        FileFormat = FileFormat.Csv,
        SizeBytes = 1,
        Sha256 = new string('a', 64),
        CreatedAt = new DateTimeOffset(2025, 11, 22, 10, 0, 0, TimeSpan.Zero),
        CreatedBy = database.UserId,
    };
}
