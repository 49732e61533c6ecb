using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class RecipeTableTests
{
    private static readonly Recipe Recipe = new()
    {
        Mapping = [new("a", "b", ColumnType.Decimal, "18,4", ["n/a"])],
        Rules = [new("r", RuleType.Range, "b", JsonDocument.Parse("""{"min":1}""").RootElement, RuleSeverity.Warning, "über")],
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_UnderOneName_MakesVersionsOfWhatChanged()
    {
        await using var database = await TestDatabase.CreateAsync();
        var recipes = database.Get<RecipeTable>();

        var (first, isNew) = await SaveAsync("h1");
        var (same, isNewAgain) = await SaveAsync("h1");
        var (second, _) = await SaveAsync("h2");
        var (back, _) = await SaveAsync("h1");

        Assert.Equal((true, false), (isNew, isNewAgain));
        Assert.Equal([1, 1, 2, 3], ((SavedRecipe[])[first, same, second, back]).Select(saved => saved.Version));
        Assert.Equal(first.Id, same.Id);
        var read = (await recipes.GetAsync(second.Id, CancellationToken))!;
        Assert.Equal(second with { Recipe = read.Recipe }, read);
        Assert.Equal(JsonSerializer.Serialize(Recipe, ContractsJson.Options), JsonSerializer.Serialize(read.Recipe, ContractsJson.Options));

        Task<(SavedRecipe Saved, bool IsNew)> SaveAsync(string hash) => recipes.SaveAsync(database.ProjectId, "Orders", Recipe, hash, database.UserId, CancellationToken);
    }

    [Fact]
    public async Task Save_AtOnce_GivesEveryoneAVersionOfTheirOwn()
    {
        await using var database = await TestDatabase.CreateAsync();
        var recipes = database.Get<RecipeTable>();

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => recipes.SaveAsync(database.ProjectId, "Orders", Recipe, $"h{i}", database.UserId, CancellationToken)));

        Assert.Equal(Enumerable.Range(1, 8), saved.Select(one => one.Saved.Version).Order());
    }

    [Fact]
    public async Task List_WithoutAName_HoldsTheLatestOfEach_WithOneAllItsVersions()
    {
        await using var database = await TestDatabase.CreateAsync();
        var recipes = database.Get<RecipeTable>();
        var other = await database.Get<ProjectTable>().CreateAsync("Other", database.UserId, CancellationToken);
        foreach (var (project, name, hash) in new[] { (database.ProjectId, "a", "1"), (database.ProjectId, "a", "2"), (database.ProjectId, "b", "1"), (other.Id, "a", "1") })
            await recipes.SaveAsync(project, name, Recipe, hash, database.UserId, CancellationToken);

        var latest = await recipes.ListAsync(database.ProjectId, null, 10, null, CancellationToken);
        Assert.Equal([("b", 1), ("a", 2)], Versions(latest));
        var first = await recipes.ListAsync(database.ProjectId, "a", 1, null, CancellationToken);
        var second = await recipes.ListAsync(database.ProjectId, "a", 1, first.NextCursor, CancellationToken);
        Assert.Equal([2, 1], first.Items.Concat(second.Items).Select(saved => saved.Version));

        var deleted = latest.Items.Single(saved => saved.Name == "a").Id;
        Assert.True(await recipes.DeleteAsync(deleted, CancellationToken));
        Assert.False(await recipes.DeleteAsync(deleted, CancellationToken));
        Assert.Equal([("b", 1), ("a", 1)], Versions(await recipes.ListAsync(database.ProjectId, null, 10, null, CancellationToken)));
    }

    private static IEnumerable<(string Name, int Version)> Versions(Page<SavedRecipe> page) =>
        page.Items.Select(saved => (saved.Name, saved.Version));
}
