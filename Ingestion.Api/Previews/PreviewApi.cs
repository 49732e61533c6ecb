using System.Security.Claims;
using Ingestion.Api.Jobs;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Api.Recipes;
using Ingestion.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Previews;

/// <summary>What a recipe would do, before it is run.</summary>
internal static class PreviewApi
{
    public static void MapPreviewApi(this RouteGroupBuilder api) =>
        api.MapGroup("/ingestion/preview").WithTags("Preview")
            .MapPost("/", PreviewAsync)
            .WithName("PreviewRecipe")
            .WithSummary("Run a recipe's own plan on the first rows: what each becomes, and every rule it breaks.");

    private static async Task<Results<Ok<PreviewResult>, ProblemHttpResult>> PreviewAsync(
        Preview body, ClaimsPrincipal user, ProjectAccess access, RecipeChoice recipes, Workers workers, IOptions<PreviewOptions> options,
        CancellationToken cancellationToken)
    {
        var limit = body.Limit ?? options.Value.RowLimit;
        if (limit is < 1 or > PreviewOptions.LargestRowLimit)
            return Problem.Invalid("limit", $"Choose 1 to {PreviewOptions.LargestRowLimit}; the default is {options.Value.RowLimit}.");
        var (artifact, refused) = await access.FindArtifactAsync(user, body.ProjectId, body.ArtifactId, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;

        var (chosen, noRecipe) = await recipes.FindAsync(user, body.Recipe, body.RecipeId, cancellationToken);
        if (noRecipe is not null)
            return noRecipe;
        var (recipe, match) = await recipes.FitAsync(chosen, artifact!, cancellationToken);
        var request = new PreviewRequest(body.ProjectId, artifact!.Id, recipe, limit);
        return await workers.InspectAsync(inspector => inspector.PreviewAsync(request, cancellationToken), cancellationToken) switch
        {
            { Unreadable: { } why } => Problem.Unreadable(why),
            { Value: { } preview } => TypedResults.Ok(preview with { RecipeMatch = match }),
            var inspection => Problem.InvalidRecipe("recipe", inspection.Problems),
        };
    }
}

/// <param name="ProjectId">The artifact's project.</param>
/// <param name="ArtifactId">The file to look into.</param>
/// <param name="Recipe">What to try. Default: every column as it is.</param>
/// <param name="Limit">How many rows, 1 to 1,000. Default: PREVIEW_ROW_LIMIT.</param>
/// <param name="RecipeId">A saved recipe, instead of <paramref name="Recipe"/>.</param>
internal sealed record Preview(ProjectId ProjectId, ArtifactId ArtifactId, Recipe? Recipe = null, int? Limit = null, RecipeId? RecipeId = null);
