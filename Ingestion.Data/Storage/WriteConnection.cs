using System.Data.Common;

namespace Ingestion.Data;

/// <summary>A connection together with the writer's turn; disposing gives both back.</summary>
internal readonly struct WriteConnection(DbConnection connection, SemaphoreSlim? turn) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.DisposeAsync();
        }
        finally
        {
            turn?.Release();
        }
    }
}
