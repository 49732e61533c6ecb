using Microsoft.Extensions.Logging;

namespace Ingestion.Data;

public sealed partial class SchemaMigrator
{
    [LoggerMessage(LogLevel.Information, "The schema of the {Kind} database is up to date now.")]
    private partial void LogMigrated(DatabaseKind kind);

    [LoggerMessage(LogLevel.Warning, "The database does not answer yet ({Message}).")]
    private partial void LogWaiting(string message);

    [LoggerMessage(LogLevel.Warning, "The database's schema is of version {Found}, and this program knows {Known}: a newer version of it was here. This one goes on; use the newer when all hosts can.")]
    private partial void LogNewer(long found, long known);
}
