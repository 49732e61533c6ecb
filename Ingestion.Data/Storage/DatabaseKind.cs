namespace Ingestion.Data;

/// <summary>Which database holds the metadata.</summary>
public enum DatabaseKind
{
    /// <summary>One file in the data folder, in WAL mode.</summary>
    Sqlite,

    /// <summary>A MySQL or MariaDB server.</summary>
    MySql,
}
