using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Runs;

/// <summary>A source as delimited text in UTF-8: itself, transcoded, or staged from a document.</summary>
internal static class SourceText
{
    /// <summary>Its first bytes without a byte order mark, and whether that is all.</summary>
    /// <param name="raw">The artifact.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <param name="bytes">How many bytes of the artifact, or of a document's text, are enough.</param>
    /// <param name="limits">What a document may hold.</param>
    /// <param name="cancellationToken">Looked at while a document is read.</param>
    public static (byte[] Text, bool IsWhole) Beginning(ArtifactReader raw, CsvLayout layout, long bytes, DocumentLimits limits, CancellationToken cancellationToken)
    {
        if (layout.Document is { } document)
        {
            using var text = new MemoryStream();
            var isCut = DocumentStaging.Write(raw, document, limits, text, bytes, cancellationToken);
            return (text.ToArray(), !isCut);
        }
        var read = new byte[Math.Min(raw.LengthBytes, bytes)];
        raw.ReadFully(0, read);
        return (new SourceEncoding(layout.Encoding, layout.PreambleBytes, "").ToUtf8(read.AsSpan(layout.PreambleBytes)), read.Length == raw.LengthBytes);
    }

    /// <summary>Keeps all of it as an object of its own.</summary>
    /// <exception cref="UnreadableSourceException">A document cannot be read to its end.</exception>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public static async Task StageAsync(IArtifactStore store, ArtifactReader raw, CsvLayout layout, string key, DocumentLimits limits, CancellationToken cancellationToken)
    {
        await using var writer = await store.CreateAsync(key, cancellationToken);
        if (layout.Document is { } document)
        {
            DocumentStaging.Write(raw, document, limits, writer.Stream, cancellationToken: cancellationToken);
        }
        else
        {
            await using var stream = raw.AsStream();
            stream.Seek(layout.PreambleBytes, SeekOrigin.Begin);
            await new SourceEncoding(layout.Encoding, layout.PreambleBytes, "").TranscodeAsync(stream, writer.Stream, cancellationToken);
        }
        await writer.CommitAsync(cancellationToken);
    }
}
