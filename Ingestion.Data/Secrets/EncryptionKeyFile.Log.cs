using Microsoft.Extensions.Logging;

namespace Ingestion.Data;

internal sealed partial class EncryptionKeyFile
{
    [LoggerMessage(LogLevel.Information, "ENCRYPTION_KEY is not set: made a key in {Path}. Keep it with the database; without it the data sources' passwords cannot be read.")]
    private partial void LogCreated(string path);
}
