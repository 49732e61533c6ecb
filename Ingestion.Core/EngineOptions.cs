namespace Ingestion.Core;

/// <summary>The engine's bounds. Every one is a bound on memory or on what counts as sane input.</summary>
public sealed record EngineOptions
{
    /// <summary>How much of a source is looked at to find its dialect, header and types. Default: 1 MiB.</summary>
    public int SampleBytes { get; init; } = 1 << 20;

    /// <summary>The unit of work and of recovery. Default: 8 MiB; larger sources get larger chunks, up to 64 MiB.</summary>
    public int ChunkBytes { get; init; } = 8 << 20;

    /// <summary>A longer record is unreadable. Default: 16 MiB.</summary>
    public int MaxRecordBytes { get; init; } = 16 << 20;

    /// <summary>A source with more columns is refused. Default: 10,000.</summary>
    public int MaxColumns { get; init; } = 10_000;

    /// <summary>What a workbook, text document or PDF may hold.</summary>
    public Documents.DocumentLimits Documents { get; init; } = new();

    /// <summary>Memory of a partition of a job's dedupe index before it spills to disk; a job has a partition a silo. Default: 256 MiB.</summary>
    public long DedupeMemoryBytes { get; init; } = 256L << 20;

    /// <summary>The most different values of a column that a REFERENCE rule looks into; each takes some 17 bytes, and 32 while it is read. Default: 5,000,000.</summary>
    public int MaxReferenceValues { get; init; } = 5_000_000;

    /// <summary>Where a dedupe index spills. Default: the system's temporary folder.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>The chunk size for a source: grows with it, so that a job has at most some thousand chunks.</summary>
    public long ChunkBytesFor(long sourceBytes) => Math.Max(ChunkBytes, Math.Min(sourceBytes / 1024, 64L << 20));
}
