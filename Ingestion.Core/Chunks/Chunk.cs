namespace Ingestion.Core.Chunks;

/// <summary>The unit of work and of recovery: a byte range of a source that starts and ends at record borders.</summary>
/// <param name="Index">0-based position in the source.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="LengthBytes">Its length.</param>
/// <param name="LineNumber">The 1-based line of its first byte.</param>
/// <param name="IsOversizedRecord">Whether it is one record that is too long to be read.</param>
public sealed record Chunk(int Index, long Offset, long LengthBytes, long LineNumber, bool IsOversizedRecord = false);

/// <summary>A source cut into chunks.</summary>
/// <param name="Chunks">In source order, without gaps.</param>
/// <param name="IsTolerant">Whether the source breaks quoting rules, so that its records were found by reading it in one sequence.</param>
public sealed record ChunkPlan(IReadOnlyList<Chunk> Chunks, bool IsTolerant);
