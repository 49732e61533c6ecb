using Dapper;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Logging;
using Ingestion.Data.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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

    [Fact]
    public async Task Migrate_ManyAtOnceOnAFreshFile_AllSucceed()
    {
        await using var first = TestDatabase.CreateUnmigrated();
        var hosts = Enumerable.Range(0, 5).Select(_ => first.OpenAgain()).Prepend(first).ToList();

        await Task.WhenAll(hosts.Select(host => Task.Run(() => host.Get<SchemaMigrator>().MigrateAsync(CancellationToken), CancellationToken)));

        Assert.All(await Task.WhenAll(hosts.Select(host => host.Get<UserTable>().AnyAsync(CancellationToken))), Assert.False);
        foreach (var host in hosts.Skip(1))
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Migrate_WhileAnotherProcessDoes_WaitsForIt()
    {
        await using var database = TestDatabase.CreateUnmigrated();
        var turn = await MigrationLock.AcquireAsync(database.Get<Database>(), CancellationToken);

        var migration = database.Get<SchemaMigrator>().MigrateAsync(CancellationToken);
        Assert.False(migration.IsCompleted);
        Assert.False(File.Exists(Path.Combine(database.Folder, "ingestion.db")));
        await turn.DisposeAsync();
        await migration;

        Assert.False(await database.Get<UserTable>().AnyAsync(CancellationToken));
    }

    [Fact]
    public async Task Migrate_FreshFile_IsWalAndItsOwnersOnly()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var connection = await database.Get<Database>().OpenAsync(CancellationToken);

        Assert.Equal("wal", await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("PRAGMA synchronous"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("PRAGMA foreign_keys"));
        Assert.True(await connection.ExecuteScalarAsync<long>("PRAGMA busy_timeout") >= 10_000);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in new[] { "ingestion.db", "ingestion.db-wal", "ingestion.db-shm" })
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(database.Folder, path)));
        }
    }

    [Fact]
    public void Migrations_OnMySql_WriteOnlyItsOwnDialect()
    {
        using var sqlLog = new StringWriter();
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => runner.AddMySql8().AsGlobalPreview().WithGlobalConnectionString("Server=none;Database=none")
                .ScanIn(typeof(M01Accounts).Assembly).For.Migrations())
            .Configure<RunnerOptions>(options => options.NoConnection = true)
            .AddLogging(logging => logging.AddProvider(new SqlScriptFluentMigratorLoggerProvider(sqlLog, new SqlScriptFluentMigratorLoggerOptions())))
            .BuildServiceProvider();
        using var scope = services.CreateScope();

        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();

        var sql = sqlLog.ToString();
        Assert.Contains("COLLATE utf8mb4_bin", sql, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE `ingestion_chunks`", sql, StringComparison.Ordinal);
        Assert.Contains("LONGBLOB", sql, StringComparison.Ordinal);
        Assert.Contains("ON DUPLICATE KEY UPDATE", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("NVARCHAR", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("CHARACTER SET utf8 ", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("ON CONFLICT", sql, StringComparison.Ordinal);
    }

    private static async Task<List<string>> SchemaAsync(TestDatabase database) =>
        await database.Get<Database>().ReadAsync<string>("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", new { }, CancellationToken);
}
