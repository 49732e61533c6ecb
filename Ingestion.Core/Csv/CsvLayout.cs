using Ingestion.Contracts;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Csv;

/// <summary>
/// How a CSV source is laid out: what was sniffed with the user's overrides. Fixed for a job when it is planned.
/// Offsets are bytes of the UTF-8 form.
/// </summary>
public sealed record CsvLayout
{
    /// <summary>The source's encoding, an IANA name.</summary>
    public required string Encoding { get; init; }

    /// <summary>The length of its byte order mark.</summary>
    public required int PreambleBytes { get; init; }

    /// <summary>The delimiter and quote.</summary>
    public required CsvDialect Dialect { get; init; }

    /// <summary><c>LF</c>, <c>CRLF</c>, <c>CR</c> or <c>MIXED</c>.</summary>
    public required string LineEnd { get; init; }

    /// <summary>0 or 1.</summary>
    public required int HeaderRows { get; init; }

    /// <summary>Lines before the header.</summary>
    public required int SkipRows { get; init; }

    /// <summary>Where the first data record starts.</summary>
    public required long DataOffset { get; init; }

    /// <summary>The 1-based line it starts on.</summary>
    public required long DataLineNumber { get; init; }

    /// <summary>The columns with their inferred types.</summary>
    public required IReadOnlyList<SourceColumn> Columns { get; init; }

    /// <summary>Why each guess was made.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>Where several tables stand below each other in delimited text, their ranges; all lines are read as one table until one is chosen.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Of a document, which of its tables this is; null for text. Its rows are staged as delimited text, each beginning with a mark.</summary>
    public DocumentLayout? Document { get; init; }

    /// <summary>Whether the encoding is UTF-8.</summary>
    public bool IsUtf8 => Encoding == "utf-8";

    /// <summary>Whether chunks are cut from a copy in UTF-8 and not from the raw artifact itself.</summary>
    public bool IsStaged => !IsUtf8 || Document is not null;

    /// <summary>How many fields stand before the columns' in each record: a staged row's mark.</summary>
    internal int LeadingFields => Document is null ? 0 : 1;

    /// <summary>In a source of one column an empty line is a row without a value; elsewhere it is no row.</summary>
    internal bool SkipEmptyLines => Columns.Count > 1;

    /// <summary>The layout as the API shows it.</summary>
    public SniffResult ToSniffResult() => new()
    {
        // Of staged text its own, not that of the stage.
        Encoding = Document?.Text?.Encoding ?? Encoding,
        Dialect = Document?.Text?.ToDialectInfo() ?? new DialectInfo(((char)Dialect.Delimiter).ToString(), Dialect.Quote is { } quote ? ((char)quote).ToString() : "", LineEnd),
        HeaderRows = HeaderRows,
        SkipRows = SkipRows,
        Sheets = Document?.Sheets ?? [],
        Tables = Document?.Tables ?? Tables,
        Columns = Columns,
        Evidence = Evidence,
    };
}
