using Microsoft.Extensions.Logging;

namespace Ingestion.Data;

public sealed partial class SchemaMigrator
{
    [LoggerMessage(LogLevel.Information, "The schema of the {Kind} database is up to date now.")]
    private partial void LogMigrated(DatabaseKind kind);
}
