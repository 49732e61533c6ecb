using System.Data.Common;
using Dapper;

namespace Ingestion.Data.Migrations;

/// <summary>One migration at a time, across processes: a locked file beside the SQLite file, or a named lock of the MySQL server.</summary>
internal static class MigrationLock
{
    // Named locks belong to the server, so the name holds the database's.
    private const string MySqlName = "CONCAT('ingestion-migration.', LEFT(DATABASE(), 40))";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the turn; disposing the result gives it back, and so does the end of the process.</summary>
    public static Task<IAsyncDisposable> AcquireAsync(Database database, CancellationToken cancellationToken) =>
        database.FilePath is { } path ? LockFileAsync(path, cancellationToken) : LockServerAsync(database, cancellationToken);

    private static async Task<IAsyncDisposable> LockFileAsync(string databasePath, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(databasePath)!);
        var path = databasePath + ".migrating";
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && Environment.TickCount64 < deadline)
            {
                await Task.Delay(RetryInterval, cancellationToken);
            }
            catch (IOException exception) when (File.Exists(path))
            {
                throw new TimeoutException($"Another process has held {path} for {Patience.TotalSeconds} s.", exception);
            }
        }
    }

    private static async Task<IAsyncDisposable> LockServerAsync(Database database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken);
        var got = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            $"SELECT GET_LOCK({MySqlName}, @Seconds)", new { Seconds = (long)Patience.TotalSeconds },
            commandTimeout: (int)Patience.TotalSeconds + 10, cancellationToken: cancellationToken));
        if (got == 1)
            return new ServerLock(connection);
        await connection.DisposeAsync();
        throw new TimeoutException($"Another process has been migrating the database for {Patience.TotalSeconds} s.");
    }

    private sealed class ServerLock(DbConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection)
                await connection.ExecuteAsync($"SELECT RELEASE_LOCK({MySqlName})");
        }
    }
}
