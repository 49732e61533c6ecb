using System.Security.Claims;
using Ingestion.Api.Jobs;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Contracts;
using Ingestion.Core.Matching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Recipes;

/// <summary>The recipe of a request: the one it carries, a saved one fitted to the file, or none.</summary>
internal sealed class RecipeChoice(ProjectAccess access, Workers workers)
{
    /// <summary>What the request chose, or the answer to give instead.</summary>
    public async Task<(ChosenRecipe Recipe, ProblemHttpResult? Refused)> FindAsync(
        ClaimsPrincipal user, Recipe? recipe, RecipeId? recipeId, CancellationToken cancellationToken)
    {
        if (recipeId is not { } id)
            return (new(recipe, null), null);
        if (recipe is not null)
            return (default, Problem.Invalid("recipeId", "Give a recipe or the id of a saved one, not both."));
        var (saved, refused) = await access.FindRecipeAsync(user, id, ProjectRole.Viewer, cancellationToken);
        return (new(null, saved), refused);
    }

    /// <summary>
    /// What is to be run on the file; of a saved recipe also how its columns were found. A file that cannot be read is fitted to nothing:
    /// whoever reads it next says why.
    /// </summary>
    public async Task<(Recipe Recipe, RecipeMatch? Match)> FitAsync(ChosenRecipe chosen, Artifact artifact, CancellationToken cancellationToken)
    {
        if (chosen.Saved is not { } saved)
            return (chosen.Given ?? new Recipe(), null);
        var file = await workers.InspectAsync(
            inspector => inspector.SniffAsync(artifact.ProjectId, artifact.Id, saved.Recipe.Source, cancellationToken), cancellationToken);
        return file.Value is { } sniffed && RecipeFit.Of(saved, sniffed.Columns) is var fit ? (fit.Recipe, fit.Match) : (saved.Recipe, null);
    }
}

/// <summary>A recipe as it was given or saved; neither is every column as it is.</summary>
internal readonly record struct ChosenRecipe(Recipe? Given, SavedRecipe? Saved)
{
    public bool IsDefault => Given is null && Saved is null;
}
