using System.Data.Common;
using System.Diagnostics;
using Dapper;
using FluentMigrator.Runner;
using Ingestion.Data.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ingestion.Data;

/// <summary>Brings the database's schema up to this version.</summary>
public sealed partial class SchemaMigrator(Database database, ILogger<SchemaMigrator> logger)
{
    private const int WarmConnections = 16;

    // A server that starts beside the hosts, or is short of everything while they all come at once.
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    /// <summary>Creates what is missing; does nothing when all is there. Any number of processes may call it at once.</summary>
    /// <exception cref="TimeoutException">Another process has been migrating for two minutes.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        await using var turn = await AcquireAsync(cancellationToken);
        if (database.Kind == DatabaseKind.Sqlite)
            await PrepareFileAsync(database.FilePath!, cancellationToken);

        MigrateUp();
        if (database.Kind == DatabaseKind.Sqlite)
            await database.WarmPoolAsync(WarmConnections, cancellationToken);
    }

    private async Task<IAsyncDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await MigrationLock.AcquireAsync(database, cancellationToken);
            }
            catch (DbException exception) when (exception.IsDatabaseOutage() && Stopwatch.GetElapsedTime(begun) < DatabasePatience)
            {
                LogWaiting(exception.Message);
                await Task.Delay(DatabasePause, cancellationToken);
            }
        }
    }

    private void MigrateUp()
    {
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => (database.Kind == DatabaseKind.MySql ? runner.AddMySql8() : runner.AddSQLite())
                .WithGlobalConnectionString(database.ConnectionString)
                .ScanIn(typeof(M01Accounts).Assembly).For.Migrations())
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        SayWhenNewer(scope.ServiceProvider);
        var migrations = scope.ServiceProvider.GetRequiredService<IMigrationRunner>();
        if (!migrations.HasMigrationsToApplyUp())
            return;
        migrations.MigrateUp();
        LogMigrated(database.Kind);
    }

    // Migrations only add, so that a newer schema serves an older program.
    private void SayWhenNewer(IServiceProvider migrator)
    {
        var known = migrator.GetRequiredService<IMigrationInformationLoader>().LoadMigrations().Keys.Max();
        var found = migrator.GetRequiredService<IVersionLoader>().VersionInfo.Latest();
        if (found > known)
            LogNewer(found, known);
    }

    internal static bool IsMySql(string processor) => processor.StartsWith("MySql", StringComparison.OrdinalIgnoreCase);

    internal static bool IsSqlite(string processor) => processor.StartsWith("SQLite", StringComparison.OrdinalIgnoreCase);

    // WAL is a property of the file. The file holds password hashes: it, and the journal that takes its mode from it,
    // is for its owner only.
    private async Task PrepareFileAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await new FileStream(path, create).DisposeAsync();
        }
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync("PRAGMA journal_mode=WAL");
    }
}
