namespace Ingestion.Contracts;

/// <summary>Something wrong with a recipe: a bad request, not bad data.</summary>
/// <param name="Path">Where, as a JSON path such as <c>rules[2].params.pattern</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
[GenerateSerializer, Immutable, Alias("RecipeProblem")]
public sealed record RecipeProblem([property: Id(0)] string Path, [property: Id(1)] string Message);
