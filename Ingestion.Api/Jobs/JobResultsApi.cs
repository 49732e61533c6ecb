using System.Security.Claims;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Profiling;
using Ingestion.Core.Repairs;
using Ingestion.Core.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Jobs;

/// <summary>What a job made: the clean rows, and those that are not among them.</summary>
internal static class JobResultsApi
{
    private const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapJobResultsApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/ingestion/jobs").WithTags("Results");
        group.MapGet("/{id}/result", DownloadResultAsync)
            .WithName("DownloadResult").WithSummary("The clean rows: format=parquet (default), csv or jsonl.");
        group.MapGet("/{id}/rejects", DownloadRejectsAsync)
            .WithName("DownloadRejects")
            .WithSummary("Every rejected, duplicate or unreadable row with its position and all violations: format=jsonl (default), csv or xlsx (to correct and upload again).");
        group.MapGet("/{id}/profile", GetProfileAsync)
            .WithName("GetJobProfile").WithSummary("What is in the whole source, column by column, exactly where a column does not say otherwise.");
    }

    private static async Task<Results<Ok<DatasetProfile>, ProblemHttpResult>> GetProfileAsync(
        JobId id, ClaimsPrincipal user, ProjectAccess access, IArtifactStore store, CancellationToken cancellationToken)
    {
        var (job, refused) = await access.FindCompletedAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;
        return await ProfileStore.ReadAsync(store, JobKeys.Of(job!.ProjectId, id), cancellationToken) is { } profile
            ? TypedResults.Ok(profile)
            : Problem.NotFound("profile of job", id);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> DownloadResultAsync(
        JobId id, string? format, HttpResponse response, ClaimsPrincipal user, ProjectAccess access, IArtifactStore store,
        CancellationToken cancellationToken)
    {
        if (!EnumText.TryParseQuery<ResultFormat>(format, "format", out var wanted, out var problem))
            return problem;
        var (job, refused) = await access.FindCompletedAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;
        if (await ResultExport.OpenAsync(store, JobKeys.Of(job!.ProjectId, id), cancellationToken) is not { } result)
            return NoResult(job);

        switch (wanted)
        {
            case ResultFormat.Csv:
                return Download(response, job, "clean.csv", "text/csv; charset=utf-8", stream => result.WriteCsvAsync(stream, cancellationToken));
            case ResultFormat.Jsonl:
                return Download(response, job, "clean.jsonl", "application/jsonl; charset=utf-8", stream => result.WriteJsonLinesAsync(stream, cancellationToken));
            default:
                response.ContentLength = await result.MeasureParquetAsync(cancellationToken);
                return Download(response, job, "clean.parquet", "application/vnd.apache.parquet", stream => result.WriteParquetAsync(stream, cancellationToken));
        }
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> DownloadRejectsAsync(
        JobId id, string? format, HttpResponse response, ClaimsPrincipal user, ProjectAccess access, IArtifactStore store,
        CancellationToken cancellationToken)
    {
        if (!EnumText.TryParseQuery<RejectFormat>(format, "format", out var wanted, out var problem))
            return problem;
        var (job, refused) = await access.FindCompletedAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;
        if (await RejectExport.OpenAsync(store, JobKeys.Of(job!.ProjectId, id), cancellationToken) is not { } rejects)
            return NoResult(job);

        switch (wanted)
        {
            case RejectFormat.Csv:
                return Download(response, job, "rejects.csv", "text/csv; charset=utf-8", stream => rejects.WriteCsvAsync(stream, cancellationToken));
            case RejectFormat.Xlsx:
                return RefuseWorkbook(rejects) is { } noWorkbook
                    ? noWorkbook
                    : Download(response, job, "rejects.xlsx", WorkbookType, stream => rejects.WriteWorkbookAsync(stream, cancellationToken));
            default:
                return Download(response, job, "rejects.jsonl", "application/jsonl; charset=utf-8", stream => rejects.WriteJsonLinesAsync(stream, cancellationToken));
        }
    }

    private static ProblemHttpResult? RefuseWorkbook(RejectExport rejects) =>
        rejects.Manifest.Source is null
            ? Problem.Conflict("result-of-older-version", "The rejects cannot be repaired.",
                "The result was made by an older version of this service, which did not keep how its source was read. Run the job again, or download csv.")
        : rejects.Rows > RejectWorkbook.MostRows
            ? Problem.Conflict("too-many-rejects", "There are too many rows for a workbook.", FormattableString.Invariant(
                $"There are {rejects.Rows:N0}; a workbook takes {RejectWorkbook.MostRows:N0}. Download csv and correct its column raw: that can be uploaded again as well."))
        : rejects.Bytes > RejectWorkbook.MostBytes
            ? Problem.Conflict("too-many-rejects", "The rows are too long for a workbook.", FormattableString.Invariant(
                $"They have {rejects.Bytes:N0} bytes; a workbook takes {RejectWorkbook.MostBytes:N0}. Download csv, correct the column raw of some of its rows and upload those."))
        : null;

    /// <summary>The job, if it has a result and the user may do in its project what is asked.</summary>
    public static async Task<Found<Job>> FindCompletedAsync(
        this ProjectAccess access, ClaimsPrincipal user, JobId id, ProjectRole role, CancellationToken cancellationToken)
    {
        var found = await access.FindJobAsync(user, id, role, cancellationToken);
        return found is { Refused: null, Value: { Status: not JobStatus.Completed } job } ? new(null, NoResult(job)) : found;
    }

    private static ProblemHttpResult NoResult(Job job) => Problem.Conflict("no-result", "There is no result.",
        $"Only a COMPLETED job has a result; this one is {EnumText.Of(job.Status)}." + (job.Error is null ? "" : $" {job.Error}"),
        new KeyValuePair<string, object?>("jobStatus", job.Status));

    private static PushStreamHttpResult Download(
        HttpResponse response, Job job, string suffix, string contentType, Func<Stream, ValueTask> write)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(stream => write(stream).AsTask(), contentType, DownloadName.Of(job.Name, suffix));
    }
}

internal enum ResultFormat
{
    Parquet,
    Csv,
    Jsonl,
}

internal enum RejectFormat
{
    Jsonl,
    Csv,
    Xlsx,
}
