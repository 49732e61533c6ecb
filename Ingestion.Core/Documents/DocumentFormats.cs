using System.IO.Compression;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Documents;

/// <summary>The documents that can be read, known by their content, not their names.</summary>
internal static class DocumentFormats
{
    private const int LookedAtBytes = 1024;

    /// <summary>What document a source is; null when it is none that is read here.</summary>
    /// <exception cref="UnreadableSourceException">It is a damaged archive.</exception>
    public static FileFormat? Detect(ArtifactReader raw)
    {
        Span<byte> head = stackalloc byte[LookedAtBytes];
        head = head[..raw.ReadFully(0, head)];
        if (head.StartsWith("PK\x03\x04"u8))
            return DetectArchive(raw);
        return null;
    }

    /// <summary>Opens a document.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, encrypted or larger than the limits allow.</exception>
    public static IDocument Open(FileFormat format, ArtifactReader raw, DocumentOptions options, CancellationToken cancellationToken) => format switch
    {
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No document."),
    };

    private static FileFormat? DetectArchive(ArtifactReader raw)
    {
        try
        {
            using var stream = raw.AsStream();
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
            {
                if (entry.FullName.TrimStart('/').StartsWith("xl/", StringComparison.OrdinalIgnoreCase))
                    return FileFormat.Xlsx;
                if (entry.FullName.TrimStart('/').StartsWith("word/", StringComparison.OrdinalIgnoreCase))
                    return FileFormat.Docx;
            }
            return null;
        }
        catch (InvalidDataException)
        {
            throw new UnreadableSourceException("The file begins as a ZIP archive or Office document and is damaged or cut off. Save or upload it again.");
        }
    }
}
