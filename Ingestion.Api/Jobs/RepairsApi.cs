using System.Security.Claims;
using Ingestion.Api.Auth;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Api.Requests;
using Ingestion.Api.Uploads;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Jobs;

/// <summary>Rejected rows that were corrected come back.</summary>
internal static class RepairsApi
{
    public static void MapRepairsApi(this RouteGroupBuilder api) =>
        api.MapGroup("/ingestion/jobs").WithTags("Results")
            .MapPost("/{id}/rejects/repair", RepairAsync)
            .Accepts<RepairFields>("multipart/form-data")
            .WithMetadata(new NoBodyLimit(), new TakesRequestKey())
            .WithName("RepairRejects")
            .WithSummary("Upload corrected rejects; those that now pass are added to the job's result.")
            .WithDescription("Takes the workbook or CSV of the job's rejects with corrected rows. They run through the same recipe as a job of their own, whose rejects are the rows that still fail. Unchanged rows stay as they are.");

    private static async Task<Results<Ok<RepairAnswer>, Accepted<RepairAnswer>, ProblemHttpResult>> RepairAsync(
        JobId id, HttpRequest request, ClaimsPrincipal user, ProjectAccess access, UploadReader reader, ArtifactTable artifacts, RequestKeyTable keys,
        JobTable jobs, JobStarter starter, IOptions<UploadOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (target, refused) = await access.FindCompletedAsync(user, id, ProjectRole.Editor, cancellationToken);
        if (refused is not null)
            return refused;
        if (target!.RepairOf is { } first)
            return Problem.Conflict("repair-of-a-repair", "The rows belong to another job's result.",
                $"This job is itself a repair. What it rejected is still among the rejects of job {first}: repair them there.",
                new KeyValuePair<string, object?>("jobId", first));
        if (!RequestKey.TryRead(request, out var key, out var wrongKey))
            return wrongKey!;
        // After the first repair nothing may be left, and it may be this very request that was it.
        if (target.RowsRead == target.RowsClean && !(key is not null && await keys.IsClaimedAsync(target.ProjectId, key.Hash, cancellationToken)))
            return Problem.Conflict("nothing-to-repair", "There is nothing to repair.", "Every row of the job is in its result.");
        await using var form = await reader.ReadAsync(request, user, target.ProjectId, cancellationToken);
        if (form.Refused is { } notRead)
            return notRead;
        if (form.Recipe is not null || !form.Start)
            return Problem.Invalid(form.Start ? "recipe" : "start", "A repair runs the job's own recipe, at once. Send the file alone.");
        if (await jobs.GetSpecAsync(id, cancellationToken) is not { } spec)
            return Problem.NotFound("job", id);

        var kept = await form.File!.KeepAsync(
            artifacts, user.Id(), time.GetUtcNow(),
            key is null ? null : (artifact, jobId) => key.Claim(artifact.ProjectId, artifact.Id, jobId, "repair", $"{id}", artifact.Sha256));
        if (kept is not var (artifact, jobId))
            return RequestKey.Reused;
        var job = await starter.BeginAsync(
            spec with { Id = jobId, Name = artifact.FileName, ArtifactId = artifact.Id, Mode = options.Value.ModeOf(form.File), CreatedBy = user.Id(), RepairOf = id },
            cancellationToken);
        var answer = new RepairAnswer(artifact.Id, job.Id, job.Mode, job.Status, job);
        return job.Status.IsFinal() ? TypedResults.Ok(answer) : TypedResults.Accepted(JobsApi.LocationOf(job.Id), answer);
    }
}

/// <summary>The form, as the OpenAPI document shows it; it is read as a stream.</summary>
/// <param name="File">The corrected list of rejects.</param>
internal sealed record RepairFields(IFormFile File);

/// <param name="ArtifactId">The stored upload.</param>
/// <param name="JobId">The repair.</param>
/// <param name="Mode">Whether the repair is finished with this answer.</param>
/// <param name="Status">Its status.</param>
/// <param name="Job">The whole job: its clean rows are those that were added, its rejects those that still fail.</param>
internal sealed record RepairAnswer(ArtifactId ArtifactId, JobId JobId, JobMode Mode, JobStatus Status, Job Job);
