namespace Ingestion.Standalone;

/// <summary>Keeps two processes from working on one data folder. The lock goes with the process, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process has the folder, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"DATA_DIR is '{folder}', which cannot be made a folder ({exception.Message.TrimEnd('.')}).", exception);
        }
        try
        {
            return new DataFolderLock(new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"The data folder '{folder}' is in use by another process. End that one, or set DATA_DIR to another folder.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
