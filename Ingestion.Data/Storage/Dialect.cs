using System.Data.Common;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Ingestion.Data;

/// <summary>Where SQLite and MySQL differ. The SQL itself is written so that both accept it.</summary>
internal static class Dialect
{
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    /// <summary>Whether a row with the same primary key or unique column exists. A plain INSERT and this replace each dialect's own upsert.</summary>
    public static bool IsUniqueViolation(DbException exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique,
        MySqlException mysql => mysql.ErrorCode == MySqlErrorCode.DuplicateKeyEntry,
        _ => false,
    };

    /// <summary>Whether the server chose this statement to end a deadlock, so that it may be run again.</summary>
    public static bool IsDeadlock(DbException exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock };
}
