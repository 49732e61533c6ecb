namespace Ingestion.Api.Problems;

internal static class StorageErrors
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether a write failed for want of space. On Linux the runtime puts errno into HResult.</summary>
    public static bool IsStorageFull(this Exception error) =>
        error is IOException { HResult: LinuxNoSpace or LinuxQuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull };
}
