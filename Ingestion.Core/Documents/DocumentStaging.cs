using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Text;

namespace Ingestion.Core.Documents;

/// <summary>Makes delimited text of a document's table: the same for the same layout, however often.</summary>
internal static class DocumentStaging
{
    /// <summary>Sniffs a document.</summary>
    /// <exception cref="UnreadableSourceException">It cannot be read or holds no table.</exception>
    public static CsvLayout Sniff(FileFormat format, ArtifactReader raw, SourceOptions options, EngineOptions engine, CancellationToken cancellationToken = default)
    {
        using var document = DocumentFormats.Open(format, raw, new DocumentOptions(options.FillMerged, options.SkipHidden, engine.Documents), cancellationToken);
        return DocumentSniffer.Sniff(document, format, options, engine, cancellationToken: cancellationToken);
    }

    /// <summary>Writes a table's rows, at least as many as fill so many bytes where it has them. Returns whether it has more.</summary>
    /// <exception cref="UnreadableSourceException">It cannot be read to its end.</exception>
    public static bool Write(ArtifactReader raw, DocumentLayout layout, DocumentLimits limits, Stream output, long mostBytes = long.MaxValue, CancellationToken cancellationToken = default)
    {
        using var document = Open(raw, layout, limits, cancellationToken);
        var sink = new StagingSink(layout, output, mostBytes);
        document.Read(document.Tables[layout.TableIndex], sink, cancellationToken);
        sink.Flush();
        return sink.IsCut;
    }

    private static IDocument Open(ArtifactReader raw, DocumentLayout layout, DocumentLimits limits, CancellationToken cancellationToken) => layout.Text is { } form
        ? new TextDocument(raw.AsStream(), form)
        : DocumentFormats.Open(layout.Format, raw, new DocumentOptions(layout.FillMerged, layout.SkipHidden, limits), cancellationToken);
}
