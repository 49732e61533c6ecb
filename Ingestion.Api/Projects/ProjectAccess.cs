using System.Security.Claims;
using Ingestion.Api.Auth;
using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Projects;

/// <summary>
/// Who may do what. A stranger to a project gets the same 404 as for a thing that does not exist; a member whose role
/// is too low gets 403.
/// </summary>
internal sealed class ProjectAccess(ProjectTable projects, ArtifactTable artifacts, RecipeTable recipes, JobTable jobs)
{
    /// <summary>Null when the user has at least the role, otherwise the answer to give.</summary>
    public Task<ProblemHttpResult?> RefuseAsync(
        ClaimsPrincipal user, ProjectId projectId, ProjectRole needed, CancellationToken cancellationToken) =>
        RefuseAsync(user, projectId, needed, "project", projectId, cancellationToken);

    /// <summary>The artifact, or the answer to give instead.</summary>
    public async Task<Found<Artifact>> FindArtifactAsync(
        ClaimsPrincipal user, ArtifactId id, ProjectRole needed, CancellationToken cancellationToken)
    {
        if (await artifacts.GetAsync(id, cancellationToken) is not { } artifact)
            return new(null, Problem.NotFound("artifact", id));
        return new(artifact, await RefuseAsync(user, artifact.ProjectId, needed, "artifact", id, cancellationToken));
    }

    /// <summary>The artifact if it is the project's, or the answer to give instead.</summary>
    public async Task<Found<Artifact>> FindArtifactAsync(
        ClaimsPrincipal user, ProjectId projectId, ArtifactId id, ProjectRole needed, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(user, projectId, needed, cancellationToken) is { } refused)
            return new(null, refused);
        var artifact = await artifacts.GetAsync(id, cancellationToken);
        return artifact?.ProjectId == projectId
            ? new(artifact, null)
            : new(null, Problem.NotFound("artifact", id));
    }

    /// <summary>The saved recipe, or the answer to give instead.</summary>
    public async Task<Found<SavedRecipe>> FindRecipeAsync(
        ClaimsPrincipal user, RecipeId id, ProjectRole needed, CancellationToken cancellationToken)
    {
        if (await recipes.GetAsync(id, cancellationToken) is not { } recipe)
            return new(null, Problem.NotFound("recipe", id));
        return new(recipe, await RefuseAsync(user, recipe.ProjectId, needed, "recipe", id, cancellationToken));
    }

    /// <summary>The job as stored, or the answer to give instead.</summary>
    public async Task<Found<Job>> FindJobAsync(
        ClaimsPrincipal user, JobId id, ProjectRole needed, CancellationToken cancellationToken)
    {
        if (await jobs.GetAsync(id, cancellationToken) is not { } job)
            return new(null, Problem.NotFound("job", id));
        return new(job, await RefuseAsync(user, job.ProjectId, needed, "job", id, cancellationToken));
    }

    private async Task<ProblemHttpResult?> RefuseAsync<TId>(
        ClaimsPrincipal user, ProjectId projectId, ProjectRole needed, string what, TId id, CancellationToken cancellationToken)
        where TId : notnull
    {
        if (await projects.GetRoleAsync(projectId, user.Id(), cancellationToken) is not { } role)
            return Problem.NotFound(what, id);
        // The roles are declared from the mightiest down.
        return role <= needed ? null : Problem.Forbidden(role, needed);
    }
}

/// <summary>A thing, or why the user does not get it.</summary>
internal readonly record struct Found<T>(T? Value, ProblemHttpResult? Refused) where T : class;
