using System.Security.Claims;
using Ingestion.Api.Auth;
using Ingestion.Api.Jobs;
using Ingestion.Api.Previews;
using Ingestion.Api.Problems;
using Ingestion.Api.Recipes;
using Ingestion.Api.Requests;
using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Uploads;

/// <summary>Files come in.</summary>
internal static class UploadApi
{
    public static void MapUploadApi(this RouteGroupBuilder api) =>
        api.MapGroup("/ingestion/upload").WithTags("Upload")
            .MapPost("/file", UploadFileAsync)
            .Accepts<UploadFields>("multipart/form-data")
            .WithMetadata(new NoBodyLimit(), new TakesRequestKey())
            .WithName("UploadFile")
            .WithSummary("Upload a file and, unless start is false, clean it.")
            .WithDescription("A file of at most 5 MB or 10,000 rows is answered with the finished job (200, SYNC), a larger one with a job to follow (202, ASYNC). projectId goes before file, or into the query.");

    private static async Task<Results<Ok<UploadAnswer>, Accepted<UploadAnswer>, ProblemHttpResult>> UploadFileAsync(
        HttpRequest request, ClaimsPrincipal user, UploadReader reader, ArtifactTable artifacts, RecipeChoice recipes, Workers workers,
        JobStarter jobs, IOptions<UploadOptions> options, IOptions<PreviewOptions> previews, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!RequestKey.TryRead(request, out var key, out var wrongKey))
            return wrongKey!;
        await using var form = await reader.ReadAsync(request, user, projectId: null, cancellationToken);
        if (form.Refused is { } refused)
            return refused;

        var (chosen, noRecipe) = await recipes.FindAsync(user, form.Recipe, form.RecipeId, cancellationToken);
        if (noRecipe is not null)
            return noRecipe;

        var kept = await form.File!.KeepAsync(
            artifacts, user.Id(), time.GetUtcNow(),
            key is null ? null : (artifact, jobId) => key.Claim(artifact.ProjectId, artifact.Id, jobId, "upload", artifact.Sha256, AskedOf(form), $"{form.Start}"));
        if (kept is not var (artifact, jobId))
            return RequestKey.Reused;
        var (recipe, match) = await recipes.FitAsync(chosen, artifact, cancellationToken);
        var inspection = await InspectAsync(form, artifact, recipe, chosen.IsDefault, workers, previews.Value, cancellationToken);
        if (inspection?.Problems is { Count: > 0 } problems)
            return Problem.InvalidRecipe("recipe", problems, new KeyValuePair<string, object?>("artifactId", artifact.Id));
        var previewRows = inspection?.Value?.Rows;
        if (!form.Start)
            return TypedResults.Ok(new UploadAnswer(artifact.Id, null, null, null, previewRows, null, match));

        var spec = new JobSpec(
            jobId, artifact.ProjectId, artifact.FileName, artifact.Id, recipe, options.Value.ModeOf(form.File), user.Id(), RecipeMatch: match?.ForJob());
        var job = await jobs.BeginAsync(spec, cancellationToken);
        var answer = new UploadAnswer(artifact.Id, job.Id, job.Mode, job.Status, previewRows, job, match);
        return job.Status.IsFinal()
            ? TypedResults.Ok(answer)
            : TypedResults.Accepted(JobsApi.LocationOf(job.Id), answer);
    }

    private static string? AskedOf(UploadForm form) => form.Recipe is null ? form.RecipeId?.ToString() : RecipeHash.Of(form.Recipe);

    /// <summary>
    /// One look answers both questions: whether the recipe fits the file, and what its first rows become. A file that cannot
    /// be read is left to the job, which fails and keeps the reason.
    /// </summary>
    private static async Task<Inspection<PreviewResult>?> InspectAsync(
        UploadForm form, Artifact artifact, Recipe recipe, bool fitsAnything, Workers workers, PreviewOptions previews, CancellationToken cancellationToken)
    {
        if (form.Preview ?? form.Start)
        {
            var request = new PreviewRequest(artifact.ProjectId, artifact.Id, recipe, previews.RowLimit);
            return await workers.InspectAsync(inspector => inspector.PreviewAsync(request, cancellationToken), cancellationToken);
        }
        if (!form.Start || fitsAnything)
            return null;
        var validation = await workers.InspectAsync(inspector => inspector.ValidateAsync(artifact.ProjectId, artifact.Id, recipe, cancellationToken), cancellationToken);
        return new(null, validation.Unreadable, validation.Problems);
    }

}

/// <summary>The route limits the file itself: <see cref="UploadOptions.MaxBytes"/>.</summary>
internal sealed class NoBodyLimit : IRequestSizeLimitMetadata
{
    /// <inheritdoc/>
    public long? MaxRequestBodySize => null;
}

/// <summary>The form, as the OpenAPI document shows it; it is read as a stream.</summary>
/// <param name="ProjectId">Where the file goes. Before the file.</param>
/// <param name="File">The file.</param>
/// <param name="Recipe">A recipe as JSON. Default: every column as it is.</param>
/// <param name="Start">Whether to start a job at once. Default: true.</param>
/// <param name="Preview">Whether the answer shows the first rows. Default: as start.</param>
/// <param name="RecipeId">A saved recipe instead, fitted to the file.</param>
internal sealed record UploadFields(ProjectId ProjectId, IFormFile File, string? Recipe = null, bool Start = true, bool? Preview = null, RecipeId? RecipeId = null);

/// <param name="ArtifactId">The stored file.</param>
/// <param name="JobId">The job; null when none was started.</param>
/// <param name="Mode">Whether the job is finished with this answer.</param>
/// <param name="Status">The job's status.</param>
/// <param name="PreviewRows">The first rows and what becomes of them; null when not asked for or when the file cannot be read.</param>
/// <param name="Job">The whole job.</param>
/// <param name="RecipeMatch">How the columns of a saved recipe were found; null for a recipe that came with the request.</param>
internal sealed record UploadAnswer(
    ArtifactId ArtifactId, JobId? JobId, JobMode? Mode, JobStatus? Status, IReadOnlyList<PreviewRow>? PreviewRows, Job? Job, RecipeMatch? RecipeMatch);
