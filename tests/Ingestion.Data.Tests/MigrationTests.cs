namespace Ingestion.Data.Tests;

public sealed class MigrationTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_Twice_ChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await SchemaAsync(database);

        await database.Get<SchemaMigrator>().MigrateAsync(CancellationToken);

        Assert.Equal(before, await SchemaAsync(database));
        Assert.All(
            ["users", "api_keys", "projects", "project_members", "ingestion_artifacts", "ingestion_sources", "ingestion_jobs",
             "ingestion_job_logs", "ingestion_chunks", "OrleansQuery", "OrleansStorage", "OrleansRemindersTable"],
            table => Assert.Contains(before, sql => sql.Contains(table, StringComparison.Ordinal)));
    }

    private static async Task<List<string>> SchemaAsync(TestDatabase database) =>
        await database.Get<Database>().ReadAsync<string>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", new { }, CancellationToken);
}
