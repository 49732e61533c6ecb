using System.Security.Cryptography;

namespace Ingestion.Standalone;

/// <summary>Keys that were made here because none was given; only the owner can read them.</summary>
internal sealed class KeyFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public KeyFolder(string path)
    {
        Path = path;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>The key of that name, 32 random bytes in base64; made, and said so, the first time.</summary>
    public string ReadOrCreate(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        if (File.Exists(file))
            return File.ReadAllText(file).Trim();
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(file, options))
            writer.Write(key);
        Console.WriteLine($"Made a key: {file}");
        return key;
    }
}
