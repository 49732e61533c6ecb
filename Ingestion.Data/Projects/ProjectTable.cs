using System.Data.Common;
using Dapper;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Projects and their members. Whoever is no member does not see a project at all.</summary>
public sealed class ProjectTable(Database database, TimeProvider time)
{
    private const string Select =
        """
        SELECT p.id, p.name, p.created_at AS CreatedAt, m.role
        FROM project_members m JOIN projects p ON p.id = m.project_id
        WHERE m.user_id = @UserId
        """;

    private const string InsertMember = "INSERT INTO project_members (project_id, user_id, role) VALUES (@ProjectId, @UserId, @Role)";

    /// <summary>Creates a project with its first owner.</summary>
    public async Task<Project> CreateAsync(string name, UserId owner, CancellationToken cancellationToken = default)
    {
        var createdAt = UnixMicroseconds.Now(time);
        var project = new Project(ProjectId.New(), name, UnixMicroseconds.To(createdAt), ProjectRole.Owner);
        await using var write = await database.OpenForWriteAsync(cancellationToken);
        await using var transaction = await write.Connection.BeginTransactionAsync(cancellationToken);
        await write.Connection.ExecuteAsync(
            "INSERT INTO projects (id, name, created_at) VALUES (@Id, @Name, @CreatedAt)",
            new { Id = project.Id.ToString(), Name = name, CreatedAt = createdAt }, transaction);
        await write.Connection.ExecuteAsync(InsertMember, new MemberKey(project.Id, owner, ProjectRole.Owner), transaction);
        await transaction.CommitAsync(cancellationToken);
        return project;
    }

    /// <summary>A user's projects, newest first.</summary>
    public async Task<Page<Project>> ListAsync(UserId userId, int limit, string? cursor, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync<ProjectRow>(
            Select + " AND m.project_id < @Before ORDER BY m.project_id DESC LIMIT @Take",
            new { UserId = userId.ToString(), Before = PageCursor.Bound(cursor), Take = limit + 1 }, cancellationToken);
        return PageCursor.Page(rows, limit, row => row.ToProject(), row => row.Id);
    }

    /// <summary>A project as one of its members sees it; null when there is none or the user is no member.</summary>
    public async Task<Project?> GetAsync(ProjectId id, UserId userId, CancellationToken cancellationToken = default) =>
        (await database.ReadOneAsync<ProjectRow>(
            Select + " AND m.project_id = @ProjectId", new { UserId = userId.ToString(), ProjectId = id.ToString() }, cancellationToken))?.ToProject();

    /// <summary>A user's role; null when the user is no member.</summary>
    public async Task<ProjectRole?> GetRoleAsync(ProjectId id, UserId userId, CancellationToken cancellationToken = default) =>
        await database.ReadOneAsync<string>(
            "SELECT role FROM project_members WHERE project_id = @ProjectId AND user_id = @UserId",
            new { ProjectId = id.ToString(), UserId = userId.ToString() }, cancellationToken) is { } role
            ? EnumText<ProjectRole>.Parse(role)
            : null;

    /// <summary>Makes someone a member or changes their role; null when no user has this email.</summary>
    public async Task<Member?> SetMemberAsync(ProjectId id, string email, ProjectRole role, CancellationToken cancellationToken = default)
    {
        var user = await database.ReadOneAsync<UserRow>(
            "SELECT id, email, display_name AS DisplayName, password_hash AS PasswordHash FROM users WHERE email = @Email",
            new { Email = UserTable.Normalize(email) }, cancellationToken);
        if (user?.ToUser() is not { } found)
            return null;
        var member = new MemberKey(id, found.Id, role);
        if (!await ChangeRoleAsync(member, cancellationToken))
        {
            try
            {
                await database.WriteAsync(InsertMember, member, cancellationToken);
            }
            catch (DbException exception) when (Dialect.IsUniqueViolation(exception))
            {
                // Someone else added the member in between: the later call wins.
                await ChangeRoleAsync(member, cancellationToken);
            }
        }
        return new Member(found.Id, found.Email, found.DisplayName, role);
    }

    /// <summary>All members, by email.</summary>
    public async Task<IReadOnlyList<Member>> ListMembersAsync(ProjectId id, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync<MemberRow>(
            """
            SELECT u.id, u.email, u.display_name AS DisplayName, m.role
            FROM project_members m JOIN users u ON u.id = m.user_id
            WHERE m.project_id = @ProjectId ORDER BY u.email
            """, new { ProjectId = id.ToString() }, cancellationToken);
        return rows.ConvertAll(row => row.ToMember());
    }

    private async Task<bool> ChangeRoleAsync(MemberKey member, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            "UPDATE project_members SET role = @Role WHERE project_id = @ProjectId AND user_id = @UserId", member, cancellationToken) == 1;

    private sealed class MemberKey(ProjectId projectId, UserId userId, ProjectRole role)
    {
        public string ProjectId { get; } = projectId.ToString();
        public string UserId { get; } = userId.ToString();
        public string Role { get; } = EnumText<ProjectRole>.Of(role);
    }

    private sealed record ProjectRow
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required long CreatedAt { get; init; }
        public required string Role { get; init; }

        public Project ToProject() => new(
            ProjectId.From(Guid.Parse(Id)), Name, UnixMicroseconds.To(CreatedAt), EnumText<ProjectRole>.Parse(Role));
    }

    private sealed record MemberRow
    {
        public required string Id { get; init; }
        public required string Email { get; init; }
        public required string DisplayName { get; init; }
        public required string Role { get; init; }

        public Member ToMember() => new(UserId.From(Guid.Parse(Id)), Email, DisplayName, EnumText<ProjectRole>.Parse(Role));
    }
}
