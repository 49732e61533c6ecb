using System.Security.Claims;
using Ingestion.Api.Auth;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Api.Recipes;
using Ingestion.Api.Requests;
using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Jobs;

/// <summary>Jobs: start, look, cancel, try again.</summary>
internal static class JobsApi
{
    private const int LongestName = 255;
    private const int DefaultLogLines = 500;
    private const int MostLogLines = 5000;

    public static void MapJobsApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/ingestion/jobs").WithTags("Jobs");
        group.MapPost("/", CreateAsync)
            .WithMetadata(new TakesRequestKey())
            .WithName("CreateJob").WithSummary("Clean an uploaded file with a recipe; answers at once with a job to follow.");
        group.MapGet("/", ListAsync)
            .WithName("ListJobs").WithSummary("A project's jobs, newest first.");
        group.MapGet("/{id}", GetAsync)
            .WithName("GetJob").WithSummary("One job with its live progress.");
        group.MapGet("/{id}/logs", ListLogsAsync)
            .WithName("ListJobLogs").WithSummary("The job's log, from the line after the given one on.");
        group.MapPost("/{id}/cancel", CancelAsync)
            .WithName("CancelJob").WithSummary("Stop a job; no result of it is left.");
        group.MapPost("/{id}/retry", RetryAsync)
            .WithName("RetryJob").WithSummary("Run a failed or cancelled job again; a failed one goes on where it stopped.");
    }

    public static string LocationOf(JobId id) => $"/ingestion/jobs/{id}";

    private static async Task<Results<Accepted<Job>, ProblemHttpResult>> CreateAsync(
        CreateJob body, HttpRequest request, ClaimsPrincipal user, ProjectAccess access, RecipeChoice recipes, JobStarter jobs, RequestKeyTable keys,
        Workers workers, CancellationToken cancellationToken)
    {
        if (!RequestKey.TryRead(request, out var key, out var wrongKey))
            return wrongKey!;
        if (body.Name?.Trim().Length > LongestName)
            return Problem.Invalid("name", $"A name has at most {LongestName} characters.");
        var (artifact, refused) = await access.FindArtifactAsync(user, body.ProjectId, body.ArtifactId, ProjectRole.Editor, cancellationToken);
        if (refused is not null)
            return refused;

        var (chosen, noRecipe) = await recipes.FindAsync(user, body.Recipe, body.RecipeId, cancellationToken);
        if (noRecipe is not null)
            return noRecipe;
        var (recipe, match) = await recipes.FitAsync(chosen, artifact!, cancellationToken);
        var validation = await workers.InspectAsync(
            inspector => inspector.ValidateAsync(body.ProjectId, body.ArtifactId, recipe, cancellationToken), cancellationToken);
        // A file that cannot be read is no fault of the request: its job fails and keeps the reason.
        if (validation.Problems.Count > 0)
            return Problem.InvalidRecipe("recipe", validation.Problems);

        var name = string.IsNullOrWhiteSpace(body.Name) ? artifact!.FileName : body.Name.Trim();
        var jobId = JobId.New();
        if (key is not null)
        {
            var asked = body.Recipe is null ? body.RecipeId?.ToString() : RecipeHash.Of(body.Recipe);
            var mine = key.Claim(body.ProjectId, body.ArtifactId, jobId, "job", $"{body.ArtifactId}", asked, name);
            var stands = await keys.ClaimAsync(mine, cancellationToken);
            if (stands.Fingerprint != mine.Fingerprint)
                return RequestKey.Reused;
            jobId = stands.JobId;
        }
        var spec = new JobSpec(jobId, body.ProjectId, name, body.ArtifactId, recipe, JobMode.Async, user.Id(), RecipeMatch: match?.ForJob());
        var job = await jobs.StartAsync(spec, cancellationToken);
        return TypedResults.Accepted(LocationOf(job.Id), job);
    }

    private static async Task<Results<Ok<Page<Job>>, ProblemHttpResult>> ListAsync(
        string? projectId, string? status, int? limit, string? cursor, ClaimsPrincipal user, ProjectAccess access, JobTable jobs,
        CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(projectId, limit, cursor, out var page, out var problem)
            || !EnumText.TryParseQuery<JobStatus>(status, "status", out var wanted, out problem))
            return problem;
        return await access.RefuseAsync(user, page.ProjectId, ProjectRole.Viewer, cancellationToken) is { } refused
            ? refused
            : TypedResults.Ok(await jobs.ListAsync(page.ProjectId, wanted, page.Limit, cursor, cancellationToken));
    }

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> GetAsync(
        JobId id, ClaimsPrincipal user, ProjectAccess access, JobFeed feed, CancellationToken cancellationToken)
    {
        var (job, refused) = await access.FindJobAsync(user, id, ProjectRole.Viewer, cancellationToken);
        return refused is not null ? refused : TypedResults.Ok(await feed.RefreshAsync(job!, cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<JobLogEntry>>, ProblemHttpResult>> ListLogsAsync(
        JobId id, long? after, int? limit, ClaimsPrincipal user, ProjectAccess access, JobLog log, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostLogLines)
            return Problem.Invalid("limit", $"Choose 1 to {MostLogLines}; the default is {DefaultLogLines}.");
        var (_, refused) = await access.FindJobAsync(user, id, ProjectRole.Viewer, cancellationToken);
        return refused is not null ? refused : TypedResults.Ok(await log.ListAsync(id, after ?? 0, limit ?? DefaultLogLines, cancellationToken));
    }

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> CancelAsync(
        JobId id, ClaimsPrincipal user, ProjectAccess access, Workers workers, CancellationToken cancellationToken)
    {
        var (_, refused) = await access.FindJobAsync(user, id, ProjectRole.Editor, cancellationToken);
        return refused is not null ? refused : AnswerTo(await workers.Job(id).CancelAsync(), id);
    }

    private static async Task<Results<Ok<Job>, ProblemHttpResult>> RetryAsync(
        JobId id, ClaimsPrincipal user, ProjectAccess access, Workers workers, CancellationToken cancellationToken)
    {
        var (_, refused) = await access.FindJobAsync(user, id, ProjectRole.Editor, cancellationToken);
        return refused is not null ? refused : AnswerTo(await workers.Job(id).RetryAsync(), id);
    }

    private static Results<Ok<Job>, ProblemHttpResult> AnswerTo(JobCommandResult result, JobId id) => result switch
    {
        { Outcome: JobCommandOutcome.Accepted or JobCommandOutcome.AlreadyStarted, Job: { } job } => TypedResults.Ok(job),
        { Outcome: JobCommandOutcome.AlreadyFinished, Job: var job } => Problem.Conflict("job-finished", "The job has ended.",
            $"There is nothing to cancel: the job is {StatusOf(job)}.", new KeyValuePair<string, object?>("jobStatus", job?.Status)),
        { Outcome: JobCommandOutcome.TooLate } => Problem.Conflict("too-late", "The job cannot be cancelled any more.",
            "Its repaired rows are being added to the other job's result; it ends in a moment."),
        { Outcome: JobCommandOutcome.NotRetryable, Job: var job } => Problem.Conflict("not-retryable", "The job cannot be tried again.",
            $"Only a FAILED or CANCELLED job can; this one is {StatusOf(job)}.", new KeyValuePair<string, object?>("jobStatus", job?.Status)),
        _ => Problem.NotFound("job", id),
    };

    private static string StatusOf(Job? job) => job is null ? "unknown" : EnumText.Of(job.Status);
}

/// <param name="ProjectId">The artifact's project.</param>
/// <param name="ArtifactId">The file to clean.</param>
/// <param name="Recipe">How. Default: every column as it is.</param>
/// <param name="Name">What a person calls it. Default: the file's name.</param>
/// <param name="RecipeId">A saved recipe, instead of <paramref name="Recipe"/>; its columns are found by their names or nearly so.</param>
internal sealed record CreateJob(ProjectId ProjectId, ArtifactId ArtifactId, Recipe? Recipe = null, string? Name = null, RecipeId? RecipeId = null);
