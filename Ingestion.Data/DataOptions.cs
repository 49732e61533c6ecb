namespace Ingestion.Data;

/// <summary>What the metadata database needs to know.</summary>
public sealed class DataOptions
{
    /// <summary><c>DATA_DIR</c>: the folder of the embedded database file and of the generated key. Default: <c>data</c>, below the current folder.</summary>
    public string DataDir { get; set; } = "data";

    /// <summary><c>ConnectionStrings:ingestion</c>: a MySQL server and database. Default: none, which means the embedded SQLite file.</summary>
    public string? MySqlConnectionString { get; set; }

    /// <summary>
    /// <c>ENCRYPTION_KEY</c>: 32 bytes in base64 for the secrets of data sources. Several keys, with commas between them,
    /// rotate: the first encrypts, all decrypt. Default: embedded, a generated file <c>encryption.key</c> in the data folder;
    /// with MySQL the key must be given, since every host has to share it.
    /// </summary>
    public string? EncryptionKey { get; set; }
}
