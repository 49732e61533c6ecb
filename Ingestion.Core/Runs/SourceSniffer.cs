using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;
using Ingestion.Core.Plans;
using Ingestion.Core.Text;

namespace Ingestion.Core.Runs;

/// <summary>Finds out what a raw artifact is and how it is laid out: content decides, not the name.</summary>
public static class SourceSniffer
{
    /// <summary>Sniffs a raw artifact.</summary>
    /// <exception cref="UnreadableSourceException">It is empty, in no form that is read here, or damaged, or an option makes no sense.</exception>
    public static CsvLayout Sniff(ArtifactReader raw, SourceOptions options, EngineOptions engine, CancellationToken cancellationToken = default)
    {
        var problems = SourceOptionsCheck.Problems(options).ToList();
        if (problems.Count > 0)
            throw new UnreadableSourceException(string.Join(" ", problems.Select(problem => $"{problem.Path}: {problem.Message}")));
        if (raw.LengthBytes == 0)
            throw new UnreadableSourceException("The file is empty (0 bytes). Upload a file with at least a header line.");
        if (DocumentFormats.Detect(raw, engine.Documents) is { } format)
            return DocumentStaging.Sniff(format, raw, options, engine, cancellationToken);
        var sample = TextSample.Of(raw, options, engine);
        if (options.TextLayout is null)
            SqlScript.ThrowIfOne(sample.Text);
        if (TextSniffer.Sniff(sample, engine) is not { } text)
            return CsvSniffer.Sniff(sample, engine);
        using var document = new TextDocument(raw.AsStream(), text.Form);
        return DocumentSniffer.Sniff(document, FileFormat.Csv, sample.Options, engine, text, cancellationToken);
    }

    /// <summary>Whether a source that begins like this may be a document; if not, it is text or nothing that is read.</summary>
    public static bool MayBeDocument(ReadOnlySpan<byte> head) => DocumentFormats.MayBe(head);

    /// <summary>What kind of file a raw artifact is; <see cref="FileFormat.Csv"/> for whatever is no document, be it text or not.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged.</exception>
    public static FileFormat FormatOf(ArtifactReader raw, EngineOptions engine) => DocumentFormats.Detect(raw, engine.Documents) ?? FileFormat.Csv;
}
