using Ingestion.Core.Plans;

namespace Ingestion.Core.Dedupe;

/// <summary>How much a <see cref="KeyIndex"/> may hold in memory, and where the rest goes.</summary>
public sealed record KeyIndexOptions
{
    /// <summary>The smallest <see cref="MemoryLimitBytes"/>: 64 KiB.</summary>
    public const long SmallestMemoryLimitBytes = 64 * 1024;

    /// <summary>
    /// The most that the tables of keys may take before they are written to <see cref="SpillFolder"/>. Default: 256 MiB, about 11 million keys.
    /// What was spilled keeps about 2 bytes a key in memory, on top of this limit.
    /// </summary>
    public long MemoryLimitBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// A local folder for this index alone, made when the first key is spilled and deleted by <see cref="KeyIndex.Dispose"/>.
    /// Spill files that a killed process left there are overwritten or deleted.
    /// </summary>
    public required string SpillFolder { get; init; }

    /// <summary>The options of one of a plan's indexes: its DEDUPE rules share the memory, and each spills to a folder of its own.</summary>
    public static KeyIndexOptions Of(Plan plan, EngineOptions options) => new()
    {
        MemoryLimitBytes = options.DedupeMemoryBytes / plan.Dedupes.Length,
        SpillFolder = Path.Combine(options.TemporaryFolder, $"dedupe-{Guid.NewGuid():N}"),
    };
}
