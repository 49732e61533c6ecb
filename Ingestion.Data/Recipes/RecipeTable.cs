using System.Data.Common;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Recipes that projects keep, each version a row that never changes.</summary>
public sealed class RecipeTable(Database database, TimeProvider time)
{
    private const int MostTries = 20;

    private const string Select =
        """
        SELECT id, project_id AS ProjectId, name, version, hash, recipe, created_at AS CreatedAt, created_by AS CreatedBy
        FROM ingestion_recipes
        """;

    /// <summary>
    /// Keeps a recipe under a name: as its next version, unless the latest one is the same, which is then what is returned, with
    /// <c>false</c>.
    /// </summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="recipe">What to keep.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="userId">Who saves it.</param>
    /// <param name="cancellationToken">Ends the call, not a write that has begun.</param>
    public async Task<(SavedRecipe Saved, bool IsNew)> SaveAsync(
        ProjectId projectId, string name, Recipe recipe, string hash, UserId userId, CancellationToken cancellationToken = default)
    {
        for (var tries = 1; ; tries++)
        {
            var latest = await FindLatestAsync(projectId, name, cancellationToken);
            if (latest?.Hash == hash)
                return (latest, false);
            var saved = new SavedRecipe
            {
                Id = RecipeId.New(),
                ProjectId = projectId,
                Name = name,
                Version = (latest?.Version ?? 0) + 1,
                Hash = hash,
                Recipe = recipe,
                CreatedAt = UnixMicroseconds.To(UnixMicroseconds.Now(time)),
                CreatedBy = userId,
            };
            try
            {
                await database.WriteAsync(
                    """
                    INSERT INTO ingestion_recipes (id, project_id, name, version, hash, recipe, created_at, created_by)
                    VALUES (@Id, @ProjectId, @Name, @Version, @Hash, @Recipe, @CreatedAt, @CreatedBy)
                    """, RecipeRow.From(saved), cancellationToken);
                return (saved, true);
            }
            catch (DbException exception) when (Dialect.IsUniqueViolation(exception) && tries < MostTries)
            {
                // Somebody else has made that version in between.
            }
        }
    }

    /// <summary>A version; null when there is none.</summary>
    public async Task<SavedRecipe?> GetAsync(RecipeId id, CancellationToken cancellationToken = default) =>
        (await database.ReadOneAsync<RecipeRow>(Select + " WHERE id = @Id", new { Id = id.ToString() }, cancellationToken))?.ToRecipe();

    /// <summary>The latest version of each name, or all versions of one, newest first.</summary>
    public async Task<Page<SavedRecipe>> ListAsync(ProjectId projectId, string? name, int limit, string? cursor, CancellationToken cancellationToken = default)
    {
        const string Latest = "version = (SELECT MAX(version) FROM ingestion_recipes other WHERE other.project_id = ingestion_recipes.project_id AND other.name = ingestion_recipes.name)";
        var rows = await database.ReadAsync<RecipeRow>(
            $"{Select} WHERE project_id = @ProjectId AND id < @Before AND {(name is null ? Latest : "name = @Name")} ORDER BY id DESC LIMIT @Take",
            new { ProjectId = projectId.ToString(), Name = name, Before = PageCursor.Bound(cursor), Take = limit + 1 }, cancellationToken);
        return PageCursor.Page(rows, limit, row => row.ToRecipe(), row => row.Id);
    }

    /// <summary>Deletes a version; false when there is none. Jobs that ran it keep their own copy.</summary>
    public async Task<bool> DeleteAsync(RecipeId id, CancellationToken cancellationToken = default) =>
        await database.WriteAsync("DELETE FROM ingestion_recipes WHERE id = @Id", new { Id = id.ToString() }, cancellationToken) == 1;

    private async Task<SavedRecipe?> FindLatestAsync(ProjectId projectId, string name, CancellationToken cancellationToken) =>
        (await database.ReadOneAsync<RecipeRow>(
            Select + " WHERE project_id = @ProjectId AND name = @Name ORDER BY version DESC LIMIT 1",
            new { ProjectId = projectId.ToString(), Name = name }, cancellationToken))?.ToRecipe();

    private sealed record RecipeRow
    {
        public required string Id { get; init; }
        public required string ProjectId { get; init; }
        public required string Name { get; init; }
        public required long Version { get; init; }
        public required string Hash { get; init; }
        public required string Recipe { get; init; }
        public required long CreatedAt { get; init; }
        public required string CreatedBy { get; init; }

        public static RecipeRow From(SavedRecipe recipe) => new()
        {
            Id = recipe.Id.ToString(),
            ProjectId = recipe.ProjectId.ToString(),
            Name = recipe.Name,
            Version = recipe.Version,
            Hash = recipe.Hash,
            Recipe = JsonSerializer.Serialize(recipe.Recipe, ContractsJson.Options),
            CreatedAt = UnixMicroseconds.From(recipe.CreatedAt),
            CreatedBy = recipe.CreatedBy.ToString(),
        };

        public SavedRecipe ToRecipe() => new()
        {
            Id = RecipeId.From(Guid.Parse(Id)),
            ProjectId = Contracts.ProjectId.From(Guid.Parse(ProjectId)),
            Name = Name,
            Version = (int)Version,
            Hash = Hash,
            Recipe = JsonSerializer.Deserialize<Recipe>(Recipe, ContractsJson.Options)!,
            CreatedAt = UnixMicroseconds.To(CreatedAt),
            CreatedBy = UserId.From(Guid.Parse(CreatedBy)),
        };
    }
}
