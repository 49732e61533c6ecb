namespace Ingestion.Contracts;

/// <summary>One version of a recipe that a project keeps under a name. It never changes: saving another under the name makes the next version.</summary>
[GenerateSerializer, Immutable, Alias("SavedRecipe")]
public sealed record SavedRecipe
{
    [Id(0)] public required RecipeId Id { get; init; }
    [Id(1)] public required ProjectId ProjectId { get; init; }

    /// <summary>What a person calls it.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>1 for the first of its name.</summary>
    [Id(3)] public required int Version { get; init; }

    /// <summary>The hash that the manifest of a job with this recipe has too. Lower-case hex.</summary>
    [Id(4)] public required string Hash { get; init; }
    [Id(5)] public required Recipe Recipe { get; init; }
    [Id(6)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(7)] public required UserId CreatedBy { get; init; }
}
