namespace Ingestion.Contracts;

/// <summary>A raw artifact: the bytes of one upload as they came, never changed.</summary>
[GenerateSerializer, Immutable, Alias("Artifact")]
public sealed record Artifact
{
    [Id(0)] public required ArtifactId Id { get; init; }
    [Id(1)] public required ProjectId ProjectId { get; init; }

    /// <summary>The name the file had for its user, without any folder; shown, never used as a path.</summary>
    [Id(2)] public required string FileName { get; init; }
    [Id(3)] public required FileFormat FileFormat { get; init; }
    [Id(4)] public required long SizeBytes { get; init; }

    /// <summary>Lower-case hex.</summary>
    [Id(5)] public required string Sha256 { get; init; }

    /// <summary>Known once a job has read the whole of it.</summary>
    [Id(6)] public long? RowCount { get; init; }
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(8)] public required UserId CreatedBy { get; init; }
}

/// <summary>What kind of file an artifact is, by its content.</summary>
public enum FileFormat
{
    /// <summary>Delimited text.</summary>
    Csv,

    /// <summary>An Excel workbook in Office Open XML.</summary>
    Xlsx,

    /// <summary>A Word document in Office Open XML.</summary>
    Docx,

    /// <summary>A PDF.</summary>
    Pdf,

    /// <summary>Something no reader here takes.</summary>
    Unknown,
}
