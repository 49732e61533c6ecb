using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Ingestion.Data;

/// <summary>
/// The metadata database. Stored forms, the same on both kinds: ids are 36-character lower-case text, times are
/// BIGINT microseconds since 1970 UTC, enum values are the contract's UPPER_SNAKE_CASE text, lists are contract JSON.
/// </summary>
public sealed class Database : IDisposable
{
    // SQLite takes one writer at a time and lets the others poll. Queueing this process's writers here is fair and
    // wakes the next one at once; other processes, and Orleans, still meet the busy timeout.
    private readonly SemaphoreSlim? _writers;

    /// <summary>The SQLite handles that have their settings.</summary>
    private readonly ConditionalWeakTable<object, object> _prepared = [];

    /// <summary>MySQL when a connection string is given; otherwise a SQLite file in the data folder.</summary>
    public Database(IOptions<DataOptions> options)
    {
        var values = options.Value;
        if (values.MySqlConnectionString is { } mysql)
        {
            Kind = DatabaseKind.MySql;
            // Without this a CHAR(36) column is read as a Guid.
            ConnectionString = new MySqlConnectionStringBuilder(mysql) { GuidFormat = MySqlGuidFormat.None }.ConnectionString;
            return;
        }
        Kind = DatabaseKind.Sqlite;
        FilePath = Path.Combine(Path.GetFullPath(values.DataDir), "ingestion.db");
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = FilePath, ForeignKeys = true, Pooling = true }.ConnectionString;
        _writers = new SemaphoreSlim(1, 1);
    }

    /// <summary>Which database this is.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>Also what Orleans' storage and reminders are given.</summary>
    public string ConnectionString { get; }

    /// <summary>The name under which Orleans' AdoNet providers know the driver.</summary>
    public string OrleansInvariant => Kind == DatabaseKind.MySql ? "MySql.Data.MySqlConnector" : "System.Data.SQLite";

    /// <summary>The SQLite file; null for MySQL.</summary>
    internal string? FilePath { get; }

    /// <summary>A pooled open connection, to be disposed by the caller.</summary>
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        DbConnection connection = Kind == DatabaseKind.MySql ? new MySqlConnection(ConnectionString) : new SqliteConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (connection is SqliteConnection { Handle: { } handle } && !_prepared.TryGetValue(handle, out _))
            {
                // Both settings belong to the handle, which the pool keeps, and not to the file. NORMAL under WAL survives a
                // killed process without a sync on each commit; a power cut may lose the last commits but never tears the file.
                await connection.ExecuteAsync("PRAGMA busy_timeout=30000; PRAGMA synchronous=NORMAL;");
                _prepared.AddOrUpdate(handle, handle);
            }
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection to write with: on SQLite this process's only one until it is disposed.</summary>
    internal async ValueTask<WriteConnection> OpenForWriteAsync(CancellationToken cancellationToken)
    {
        if (_writers is not null)
            await _writers.WaitAsync(cancellationToken);
        try
        {
            return new WriteConnection(await OpenAsync(cancellationToken), _writers);
        }
        catch
        {
            _writers?.Release();
            throw;
        }
    }

    internal async Task<int> WriteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var write = await OpenForWriteAsync(cancellationToken);
        return await write.Connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    internal async Task<T?> ReadOneAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    internal async Task<List<T>> ReadAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>
    /// Fills the SQLite pool. Orleans opens the same connection string without our settings: a handle that was ours before
    /// waits finely when the file is busy and does not sync each commit, a new one sleeps 150 ms and does.
    /// </summary>
    internal async Task WarmPoolAsync(int connections, CancellationToken cancellationToken)
    {
        var opened = new List<DbConnection>(connections);
        try
        {
            while (opened.Count < connections)
                opened.Add(await OpenAsync(cancellationToken));
        }
        finally
        {
            foreach (var connection in opened)
                await connection.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writers?.Dispose();
        if (Kind == DatabaseKind.Sqlite)
            ClearPool();
    }

    /// <summary>Closes pooled SQLite handles, so that the file can be moved or deleted.</summary>
    private void ClearPool()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
