using System.Data.Common;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Ingestion.Data;

/// <summary>Stops start-up with one line for each value that cannot work.</summary>
internal sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    public ValidateOptionsResult Validate(string? name, DataOptions options)
    {
        string?[] problems = [FolderProblem(options), ConnectionProblem(options), KeyProblem(options)];
        return problems.OfType<string>().ToArray() is { Length: > 0 } failures
            ? ValidateOptionsResult.Fail(failures)
            : ValidateOptionsResult.Success;
    }

    private static string? FolderProblem(DataOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDir) || options.DataDir.Contains('\0', StringComparison.Ordinal))
            return "DATA_DIR is empty or not a path: give a folder, or leave it unset for 'data'.";
        return File.Exists(options.DataDir) ? $"DATA_DIR is '{options.DataDir}', which is a file: give a folder." : null;
    }

    // The message never repeats the value: it holds a password.
    private static string? ConnectionProblem(DataOptions options)
    {
        if (options.MySqlConnectionString is not { } text)
            return null;
        try
        {
            var connection = new MySqlConnectionStringBuilder(text);
            return connection.Server.Length == 0 || connection.Database.Length == 0
                ? "ConnectionStrings:ingestion names no server or no database: give 'Server=…;Database=…;User ID=…;Password=…'."
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or DbException)
        {
            return "ConnectionStrings:ingestion is not a MySQL connection string: give 'Server=…;Database=…;User ID=…;Password=…'.";
        }
    }

    private static string? KeyProblem(DataOptions options) => options switch
    {
        { EncryptionKey: null, MySqlConnectionString: not null } =>
            "ENCRYPTION_KEY is missing: with ConnectionStrings:ingestion every host needs the same 32 bytes in base64.",
        { EncryptionKey: { } keys } when !SecretProtector.AreKeys(keys) =>
            "ENCRYPTION_KEY is not 32 bytes in base64 (several keys: with commas between them): `openssl rand -base64 32` makes one.",
        _ => null,
    };
}
