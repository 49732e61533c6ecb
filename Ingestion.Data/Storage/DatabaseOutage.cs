using System.Data.Common;
using System.Net.Sockets;
using MySqlConnector;

namespace Ingestion.Data;

/// <summary>Tells a database that is away for a moment from a statement that is wrong.</summary>
public static class DatabaseOutage
{
    /// <summary>Whether the database could not be reached, broke the connection off or gave up a statement that may be sent again.</summary>
    public static bool IsDatabaseOutage(this Exception error) => error is DbException database
        && (database.IsTransient || database.InnerException is IOException or SocketException || IsShutdown(database));

    private static bool IsShutdown(DbException error) => error is MySqlException
    {
        ErrorCode: MySqlErrorCode.ServerShutdown or MySqlErrorCode.NormalShutdown or MySqlErrorCode.AbortingConnection
            or MySqlErrorCode.NewAbortingConnection or MySqlErrorCode.TooManyUserConnections,
    };
}
