using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Docx;
using Ingestion.Core.Pdf;
using Ingestion.Core.Xlsx;
using Ingestion.Core.Documents.Package;

namespace Ingestion.Core.Documents;

/// <summary>The documents that can be read, known by their content, not their names.</summary>
internal static class DocumentFormats
{
    private const int LookedAtBytes = 1024;

    private static ReadOnlySpan<byte> Archive => "PK\x03\x04"u8;

    // An Office document with a password, or one older than Office Open XML.
    private static ReadOnlySpan<byte> OleFile => [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>Whether a source that begins like this may be a document.</summary>
    public static bool MayBe(ReadOnlySpan<byte> head) => head.StartsWith(Archive) || head.StartsWith(OleFile) || IsPdf(head);

    /// <summary>What document a source is; null when it is none. Who reads workbooks also says what archives and older Office files are, and what to do.</summary>
    /// <exception cref="UnreadableSourceException">It is a damaged archive.</exception>
    public static FileFormat? Detect(ArtifactReader raw, DocumentLimits limits)
    {
        Span<byte> head = stackalloc byte[LookedAtBytes];
        head = head[..raw.ReadFully(0, head)];
        if (!MayBe(head))
            return null;
        if (IsPdf(head))
            return FileFormat.Pdf;
        return head.StartsWith(Archive) && HasDocumentPart(raw, limits) ? FileFormat.Docx : FileFormat.Xlsx;
    }

    /// <summary>Opens a document.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, encrypted or larger than the limits allow.</exception>
    public static IDocument Open(FileFormat format, ArtifactReader raw, DocumentOptions options, CancellationToken cancellationToken) => format switch
    {
        FileFormat.Xlsx => XlsxDocument.Open(raw.AsStream(), options, cancellationToken),
        FileFormat.Docx => DocxDocument.Open(raw.AsStream(), options, cancellationToken),
        FileFormat.Pdf => PdfDocument.Open(raw.AsStream(), options, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No document."),
    };

    // Viewers also take one that begins later in the first kilobyte, but so may a table that speaks of one.
    private static bool IsPdf(ReadOnlySpan<byte> head) => head.TrimStart(" \t\r\n"u8).StartsWith("%PDF-"u8);

    private static bool HasDocumentPart(ArtifactReader raw, DocumentLimits limits)
    {
        using var stream = raw.AsStream();
        return ZipDirectory.Read(stream, limits).TryFind("word/document.xml", out _);
    }
}
