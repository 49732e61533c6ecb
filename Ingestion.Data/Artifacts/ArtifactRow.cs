using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>An artifact in its stored form.</summary>
internal sealed record ArtifactRow
{
    public required string Id { get; init; }
    public required string ProjectId { get; init; }
    public required string FileName { get; init; }
    public required string FileFormat { get; init; }
    public required long SizeBytes { get; init; }
    public required string Sha256 { get; init; }
    public long? RowCount { get; init; }
    public required long CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    public static ArtifactRow From(Artifact artifact) => new()
    {
        Id = artifact.Id.ToString(),
        ProjectId = artifact.ProjectId.ToString(),
        FileName = artifact.FileName,
        FileFormat = EnumText<FileFormat>.Of(artifact.FileFormat),
        SizeBytes = artifact.SizeBytes,
        Sha256 = artifact.Sha256,
        RowCount = artifact.RowCount,
        CreatedAt = UnixMicroseconds.From(artifact.CreatedAt),
        CreatedBy = artifact.CreatedBy.ToString(),
    };

    public Artifact ToArtifact() => new()
    {
        Id = ArtifactId.From(Guid.Parse(Id)),
        ProjectId = Contracts.ProjectId.From(Guid.Parse(ProjectId)),
        FileName = FileName,
        FileFormat = EnumText<FileFormat>.Parse(FileFormat),
        SizeBytes = SizeBytes,
        Sha256 = Sha256,
        RowCount = RowCount,
        CreatedAt = UnixMicroseconds.To(CreatedAt),
        CreatedBy = UserId.From(Guid.Parse(CreatedBy)),
    };
}
