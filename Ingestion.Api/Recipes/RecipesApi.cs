using System.Security.Claims;
using System.Text.Json;
using Ingestion.Api.Auth;
using Ingestion.Api.Jobs;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Contracts;
using Ingestion.Core.Matching;
using Ingestion.Core.Plans;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Recipes;

/// <summary>Recipes that a project keeps: saved under a name, each change a new version.</summary>
internal static class RecipesApi
{
    private const int LongestName = 200;

    // For people as well: what is exported is read, kept in version control and edited.
    private static readonly JsonSerializerOptions Indented = new(ContractsJson.Options) { WriteIndented = true };

    public static void MapRecipesApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/ingestion/recipes").WithTags("Recipes");
        group.MapPost("/", SaveAsync)
            .WithName("SaveRecipe").WithSummary("Save a recipe, or import an exported one: the next version under its name. 200 when the latest is the same.");
        group.MapGet("/", ListAsync)
            .WithName("ListRecipes").WithSummary("A project's recipes in their latest versions, newest first; with a name, all its versions.");
        group.MapGet("/{id}", GetAsync)
            .WithName("GetRecipe").WithSummary("One version of a recipe.");
        group.MapGet("/{id}/export", ExportAsync)
            .WithName("ExportRecipe").WithSummary("Name and recipe as a JSON file, to be saved again in any project.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json");
        group.MapGet("/{id}/match", MatchAsync)
            .WithName("MatchRecipe").WithSummary("Which of a file's columns a recipe would take for those that it names, how sure that is, and which come near where none is taken.");
        group.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteRecipe").WithSummary("Delete one version. Jobs that ran it keep their own copy.");
    }

    private static async Task<Results<Created<SavedRecipe>, Ok<SavedRecipe>, ProblemHttpResult>> SaveAsync(
        SaveRecipe body, ClaimsPrincipal user, ProjectAccess access, RecipeTable recipes, CancellationToken cancellationToken)
    {
        if (body.Name.Trim() is not { Length: > 0 and <= LongestName } name)
            return Problem.Invalid("name", $"Give the recipe a name of 1 to {LongestName} characters.");
        if (body.Recipe.Version != 1)
            return Problem.Invalid("recipe.version", $"Version {body.Recipe.Version} is not known; the only version is 1.");
        if (await access.RefuseAsync(user, body.ProjectId, ProjectRole.Editor, cancellationToken) is { } refused)
            return refused;
        var (saved, isNew) = await recipes.SaveAsync(body.ProjectId, name, body.Recipe, RecipeHash.Of(body.Recipe), user.Id(), cancellationToken);
        return isNew ? TypedResults.Created($"/ingestion/recipes/{saved.Id}", saved) : TypedResults.Ok(saved);
    }

    private static async Task<Results<Ok<Page<SavedRecipe>>, ProblemHttpResult>> ListAsync(
        string? projectId, string? name, int? limit, string? cursor, ClaimsPrincipal user, ProjectAccess access, RecipeTable recipes, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(projectId, limit, cursor, out var page, out var problem))
            return problem;
        return await access.RefuseAsync(user, page.ProjectId, ProjectRole.Viewer, cancellationToken) is { } refused
            ? refused
            : TypedResults.Ok(await recipes.ListAsync(page.ProjectId, string.IsNullOrWhiteSpace(name) ? null : name.Trim(), page.Limit, cursor, cancellationToken));
    }

    private static async Task<Results<Ok<SavedRecipe>, ProblemHttpResult>> GetAsync(
        RecipeId id, ClaimsPrincipal user, ProjectAccess access, CancellationToken cancellationToken) =>
        await access.FindRecipeAsync(user, id, ProjectRole.Viewer, cancellationToken) is { Refused: null } found
            ? TypedResults.Ok(found.Value)
            : Problem.NotFound("recipe", id);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        RecipeId id, ClaimsPrincipal user, ProjectAccess access, CancellationToken cancellationToken)
    {
        var (saved, refused) = await access.FindRecipeAsync(user, id, ProjectRole.Viewer, cancellationToken);
        return refused is not null ? refused : TypedResults.File(
            JsonSerializer.SerializeToUtf8Bytes(new ExportedRecipe(saved!.Name, saved.Recipe), Indented),
            "application/json", DownloadName.Of(saved.Name, FormattableString.Invariant($"v{saved.Version}.recipe.json")));
    }

    private static async Task<Results<Ok<RecipeMatch>, ProblemHttpResult>> MatchAsync(
        RecipeId id, ArtifactId artifactId, ClaimsPrincipal user, ProjectAccess access, Workers workers, CancellationToken cancellationToken)
    {
        var (saved, noRecipe) = await access.FindRecipeAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (noRecipe is not null)
            return noRecipe;
        var (artifact, noArtifact) = await access.FindArtifactAsync(user, artifactId, ProjectRole.Viewer, cancellationToken);
        if (noArtifact is not null)
            return noArtifact;
        var file = await workers.InspectAsync(
            inspector => inspector.SniffAsync(artifact!.ProjectId, artifactId, saved!.Recipe.Source, cancellationToken), cancellationToken);
        return file.Value is { } sniffed
            ? TypedResults.Ok(RecipeFit.Of(saved!, sniffed.Columns).Match)
            : Problem.Unreadable(file.Unreadable!);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        RecipeId id, ClaimsPrincipal user, ProjectAccess access, RecipeTable recipes, CancellationToken cancellationToken)
    {
        var (_, refused) = await access.FindRecipeAsync(user, id, ProjectRole.Editor, cancellationToken);
        if (refused is not null)
            return refused;
        await recipes.DeleteAsync(id, CancellationToken.None);
        return TypedResults.NoContent();
    }
}

internal sealed record SaveRecipe(ProjectId ProjectId, string Name, Recipe Recipe);

internal sealed record ExportedRecipe(string Name, Recipe Recipe);
