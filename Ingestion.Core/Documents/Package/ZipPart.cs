namespace Ingestion.Core.Documents.Package;

/// <summary>A file of a ZIP archive, as its central directory describes it.</summary>
/// <param name="Path">Its name, with <c>/</c> between segments.</param>
/// <param name="Method">How it is compressed: 0 stored, 8 deflated.</param>
/// <param name="IsEncrypted">Whether it needs a password.</param>
/// <param name="Crc32">The checksum of its inflated bytes.</param>
/// <param name="CompressedBytes">Its size in the archive.</param>
/// <param name="InflatedBytes">Its size when inflated.</param>
/// <param name="HeaderOffset">Where its local header begins.</param>
internal sealed record ZipPart(
    string Path, ushort Method, bool IsEncrypted, uint Crc32, long CompressedBytes, long InflatedBytes, long HeaderOffset);
