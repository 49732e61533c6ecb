using Ingestion.Contracts;

namespace Ingestion.Core.Results;

/// <summary>A row that is not in the result, as one line of a rejects part.</summary>
/// <param name="Verdict">Why: rejected, duplicate or unreadable.</param>
/// <param name="LineNumber">1-based, header counted: the line where the record starts; in a document its row in the sheet or table, its paragraph or block.</param>
/// <param name="ByteOffset">0-based, where the record starts in the source; null in a document.</param>
/// <param name="Raw">The record as it came; not its line break. Bytes that are not UTF-8 are replaced, and it may be cut: see the last two.</param>
/// <param name="Violations">Every rule it broke.</param>
/// <param name="RawBase64">The record's bytes when they are not UTF-8; else null.</param>
/// <param name="RawBytes">The record's full length when <paramref name="Raw"/> is cut; else null.</param>
/// <param name="Position">Where it stands in a document, such as <c>Orders!A5</c>; null in text.</param>
public sealed record RejectedRow(
    RowVerdict Verdict,
    long LineNumber,
    long? ByteOffset,
    string? Raw,
    IReadOnlyList<Violation>? Violations = null,
    string? RawBase64 = null,
    long? RawBytes = null,
    string? Position = null)
{
    /// <summary>Every rule it broke.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = Violations ?? [];
}
