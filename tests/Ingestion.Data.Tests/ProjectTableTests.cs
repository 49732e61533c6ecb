using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class ProjectTableTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_ByAUser_IsTheirsAndNobodyElses()
    {
        await using var database = await TestDatabase.CreateAsync();
        var projects = database.Get<ProjectTable>();
        var stranger = await database.AddUserAsync("eve@example.org");

        var project = await projects.CreateAsync("Invoices", database.UserId, CancellationToken);

        Assert.Equal(ProjectRole.Owner, project.Role);
        Assert.Equal(database.Time.Now, project.CreatedAt);
        Assert.Equal(project, await projects.GetAsync(project.Id, database.UserId, CancellationToken));
        Assert.Equal(ProjectRole.Owner, await projects.GetRoleAsync(project.Id, database.UserId, CancellationToken));
        Assert.Null(await projects.GetAsync(project.Id, stranger, CancellationToken));
        Assert.Null(await projects.GetRoleAsync(project.Id, stranger, CancellationToken));
        Assert.Empty((await projects.ListAsync(stranger, 10, null, CancellationToken)).Items);
        Assert.Null(await projects.GetRoleAsync(ProjectId.New(), database.UserId, CancellationToken));
    }

    [Fact]
    public async Task Create_ByAnUnknownUser_LeavesNoProject()
    {
        await using var database = await TestDatabase.CreateAsync();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
            () => database.Get<ProjectTable>().CreateAsync("Ghost", UserId.New(), CancellationToken));

        Assert.Equal(1, await database.Get<Database>().ReadOneAsync<long>("SELECT COUNT(*) FROM projects", new { }, CancellationToken));
    }

    [Fact]
    public async Task SetMember_NewThenChanged_ListsTheLatestRole()
    {
        await using var database = await TestDatabase.CreateAsync();
        var projects = database.Get<ProjectTable>();
        var bob = await database.AddUserAsync("bob@example.org");

        await projects.SetMemberAsync(database.ProjectId, "BOB@example.org", ProjectRole.Viewer, CancellationToken);
        var member = await projects.SetMemberAsync(database.ProjectId, "bob@example.org", ProjectRole.Editor, CancellationToken);

        Assert.Equal(new Member(bob, "bob@example.org", "bob@example.org", ProjectRole.Editor), member);
        Assert.Equal(ProjectRole.Editor, await projects.GetRoleAsync(database.ProjectId, bob, CancellationToken));
        Assert.Equal(
            [("ada@example.org", ProjectRole.Owner), ("bob@example.org", ProjectRole.Editor)],
            (await projects.ListMembersAsync(database.ProjectId, CancellationToken)).Select(m => (m.Email, m.Role)));
    }

    [Fact]
    public async Task SetMember_UnknownEmail_IsNull()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Null(await database.Get<ProjectTable>().SetMemberAsync(database.ProjectId, "nobody@example.org", ProjectRole.Viewer, CancellationToken));
    }

    [Fact]
    public async Task SetMember_ManyAtOnce_LeavesOneMembership()
    {
        await using var database = await TestDatabase.CreateAsync();
        var projects = database.Get<ProjectTable>();
        await database.AddUserAsync("bob@example.org");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => projects.SetMemberAsync(database.ProjectId, "bob@example.org", ProjectRole.Editor, CancellationToken), CancellationToken)));

        Assert.Equal(2, (await projects.ListMembersAsync(database.ProjectId, CancellationToken)).Count);
    }

    [Fact]
    public async Task List_ManyOfTheSameInstant_PagesThroughEachOnceNewestFirst()
    {
        await using var database = await TestDatabase.CreateAsync();
        var projects = database.Get<ProjectTable>();
        var created = new List<ProjectId> { database.ProjectId };
        for (var i = 0; i < 24; i++)
            created.Add((await projects.CreateAsync($"P{i}", database.UserId, CancellationToken)).Id);

        var seen = new List<ProjectId>();
        string? cursor = null;
        do
        {
            var page = await projects.ListAsync(database.UserId, 7, cursor, CancellationToken);
            seen.AddRange(page.Items.Select(project => project.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(created.Select(id => id.ToString()).OrderDescending(StringComparer.Ordinal), seen.Select(id => id.ToString()));
    }

    [Fact]
    public async Task List_ExactlyOnePage_HasNoCursor()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Null((await database.Get<ProjectTable>().ListAsync(database.UserId, 1, null, CancellationToken)).NextCursor);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0190a8e0-0000-7000-8000-000000000000", true)]
    [InlineData("", false)]
    [InlineData("~", false)]
    [InlineData("' OR 1=1", false)]
    public async Task List_Cursor_IsTakenOrRefusedAsIsValidSays(string? cursor, bool valid)
    {
        await using var database = await TestDatabase.CreateAsync();
        var list = () => database.Get<ProjectTable>().ListAsync(database.UserId, 5, cursor, CancellationToken);

        Assert.Equal(valid, PageCursor.IsValid(cursor));
        if (valid)
            await list();
        else
            await Assert.ThrowsAsync<ArgumentException>(list);
    }
}
