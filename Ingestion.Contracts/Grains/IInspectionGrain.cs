namespace Ingestion.Contracts;

/// <summary>Looks into an artifact without running a job: sniff, profile and preview. Stateless; key: 0.</summary>
[Alias("IInspectionGrain")]
public interface IInspectionGrain : IGrainWithIntegerKey
{
    /// <summary>Finds encoding, dialect, header, columns and types, <paramref name="options"/> overriding each guess.</summary>
    [Alias("SniffAsync")]
    Task<Inspection<SniffResult>> SniffAsync(ProjectId projectId, ArtifactId artifactId, SourceOptions options, CancellationToken cancellationToken);

    /// <summary>Profiles the beginning, and suggests rules and mappings, each tried on these very rows.</summary>
    [Alias("ProfileAsync")]
    Task<Inspection<ProfileReport>> ProfileAsync(ProjectId projectId, ArtifactId artifactId, SourceOptions options, CancellationToken cancellationToken);

    /// <summary>Runs the recipe's own plan on the first rows.</summary>
    [Alias("PreviewAsync")]
    Task<Inspection<PreviewResult>> PreviewAsync(PreviewRequest request, CancellationToken cancellationToken);

    /// <summary>Compiles the recipe against the artifact; the problems found, none when it would run.</summary>
    [Alias("ValidateAsync")]
    Task<Inspection<SniffResult>> ValidateAsync(ProjectId projectId, ArtifactId artifactId, Recipe recipe, CancellationToken cancellationToken);
}

/// <summary>A value, or why there is none: a file that cannot be read, or a recipe that does not fit it.</summary>
/// <param name="Value">The answer; null when <paramref name="Unreadable"/> is set or there are problems.</param>
/// <param name="Unreadable">Why the file cannot be read: what, where, what to try.</param>
/// <param name="Problems">What is wrong with the recipe.</param>
[GenerateSerializer, Immutable, Alias("Inspection`1")]
public sealed record Inspection<T>(
    [property: Id(0)] T? Value,
    [property: Id(1)] string? Unreadable,
    [property: Id(2)] IReadOnlyList<RecipeProblem> Problems) where T : class;
