namespace Ingestion.Contracts;

/// <summary>What is in a dataset, column by column: of a source's beginning, or exactly of all of it once a job has read it.</summary>
[GenerateSerializer, Immutable, Alias("DatasetProfile")]
public sealed record DatasetProfile
{
    /// <summary>The version of this record's form. Default: 1, the only one.</summary>
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>How many rows were looked at. Records that are no rows are not among them.</summary>
    [Id(1)] public required long Rows { get; init; }

    /// <summary>Whether these are only the first rows of the source.</summary>
    [Id(2)] public required bool IsSample { get; init; }

    /// <summary>Every column of the source, in its order.</summary>
    [Id(3)] public required IReadOnlyList<ColumnProfile> Columns { get; init; }
}
