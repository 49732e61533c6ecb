using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Runs;

/// <summary>Finds out what a raw artifact is and how it is laid out: content decides, not the name.</summary>
public static class SourceSniffer
{
    /// <summary>Sniffs a raw artifact.</summary>
    /// <exception cref="UnreadableSourceException">It is empty, in no form that is read here, or damaged, or an option makes no sense.</exception>
    public static CsvLayout Sniff(ArtifactReader raw, SourceOptions options, EngineOptions engine, CancellationToken cancellationToken = default) =>
        DocumentFormats.Detect(raw) is { } format
            ? DocumentStaging.Sniff(format, raw, options, engine, cancellationToken)
            : CsvSniffer.Sniff(raw, options, engine);

    /// <summary>What kind of file a raw artifact is; <see cref="FileFormat.Csv"/> for whatever is no document, be it text or not.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged.</exception>
    public static FileFormat FormatOf(ArtifactReader raw) => DocumentFormats.Detect(raw) ?? FileFormat.Csv;
}
