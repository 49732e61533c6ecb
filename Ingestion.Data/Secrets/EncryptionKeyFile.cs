using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Data;

/// <summary>The embedded default for <c>ENCRYPTION_KEY</c>: a generated key that only the file's owner may read.</summary>
internal sealed partial class EncryptionKeyFile(IOptions<DataOptions> options, ILogger<EncryptionKeyFile> logger)
{
    private readonly string _path = Path.Combine(Path.GetFullPath(options.Value.DataDir), "encryption.key");

    public string ReadOrCreate()
    {
        if (!File.Exists(_path))
            Create();
        var keys = File.ReadAllText(_path).Trim();
        return SecretProtector.AreKeys(keys)
            ? keys
            : throw new InvalidDataException($"{_path} does not hold 32 bytes in base64: restore it, or delete it and enter the data sources' passwords again.");
    }

    private void Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(temporary, create))
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretProtector.KeyBytes)));
        try
        {
            File.Move(temporary, _path, overwrite: false);
            LogCreated(_path);
        }
        catch (IOException) when (File.Exists(_path))
        {
            // Another process was first: its key is the one.
            File.Delete(temporary);
        }
    }
}
