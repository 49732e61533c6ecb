namespace Ingestion.Core.Documents;

/// <summary>What a document may hold, so that a small file cannot exhaust a machine.</summary>
public sealed record DocumentLimits
{
    /// <summary>Files in an archive. Default: 10,000.</summary>
    public int MostEntries { get; init; } = 10_000;

    /// <summary>Bytes of all of an archive's files together, when inflated. Default: 8 GiB.</summary>
    public long MostInflatedBytes { get; init; } = 8L << 30;

    /// <summary>How many times larger than the document its parts together may become, beyond the first 16 MiB. Sheets are some ten times larger. Default: 100.</summary>
    public int MostInflateRatio { get; init; } = 100;

    /// <summary>How deep XML elements may be nested. Default: 256.</summary>
    public int MostXmlDepth { get; init; } = 256;

    /// <summary>Bytes of the texts that a workbook's cells share, which are kept in memory. Default: 256 MiB.</summary>
    public int MostSharedTextBytes { get; init; } = 256 << 20;

    /// <summary>Pages of a PDF. Default: 10,000.</summary>
    public int MostPages { get; init; } = 10_000;

    /// <summary>Letters of a page of a PDF, of which words are found in more than linear time. A page of a newspaper has some 30,000. Default: 60,000.</summary>
    public int MostLettersAPage { get; init; } = 60_000;

    /// <summary>Letters, lines and forms of a page of a PDF together. Default: 200,000.</summary>
    public int MostMarksAPage { get; init; } = 200_000;

    /// <summary>Bytes of the operators that draw a page of a PDF; a dense drawing has some megabytes. Default: 8 MiB.</summary>
    public long MostContentBytesAPage { get; init; } = 8 << 20;

    /// <summary>How long a document may be looked at before its first row. Default: 30 s.</summary>
    public TimeSpan MostTimeToOpen { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for one page of a PDF. Default: 10 s.</summary>
    public TimeSpan MostTimeAPage { get; init; } = TimeSpan.FromSeconds(10);
}
