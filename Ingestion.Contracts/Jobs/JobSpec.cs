namespace Ingestion.Contracts;

/// <summary>All that a job needs to run, fixed when it is created.</summary>
/// <remarks>
/// <c>TraceParent</c> is the trace of the request that created the job, as W3C's traceparent: every run belongs to it. Null when nobody traces.
/// <c>RepairOf</c> is the completed job of the same project whose rejected rows the artifact corrects; null for a job of its own.
/// <c>RecipeMatch</c> says which saved recipe <c>Recipe</c> is, fitted to the file. Null for one that came with the request.
/// </remarks>
[GenerateSerializer, Immutable, Alias("JobSpec")]
public sealed record JobSpec(
    [property: Id(0)] JobId Id,
    [property: Id(1)] ProjectId ProjectId,
    [property: Id(2)] string Name,
    [property: Id(3)] ArtifactId ArtifactId,
    [property: Id(4)] Recipe Recipe,
    [property: Id(5)] JobMode Mode,
    [property: Id(6)] UserId CreatedBy,
    [property: Id(7)] string? TraceParent = null,
    [property: Id(8)] JobId? RepairOf = null,
    [property: Id(9)] RecipeMatch? RecipeMatch = null);
