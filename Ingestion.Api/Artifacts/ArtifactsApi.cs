using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Ingestion.Api.Jobs;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Ingestion.Api.Artifacts;

/// <summary>Uploaded files: what there is, what is in them, and the bytes as they came.</summary>
internal static class ArtifactsApi
{
    public static void MapArtifactsApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/ingestion/artifacts").WithTags("Artifacts");
        group.MapGet("/", ListAsync)
            .WithName("ListArtifacts").WithSummary("A project's uploaded files, newest first.");
        group.MapGet("/{id}", GetAsync)
            .WithName("GetArtifact").WithSummary("One uploaded file.");
        group.MapDelete("/{id}", DeleteAsync)
            .WithName("DeleteArtifact").WithSummary("Delete a file that no unfinished job reads. Results made from it stay.");
        group.MapGet("/{id}/sniff", SniffAsync)
            .WithName("SniffArtifact").WithSummary("Encoding, dialect, header, columns and types as found, with the evidence; the query overrides each.");
        group.MapGet("/{id}/profile", ProfileAsync)
            .WithName("ProfileArtifact").WithSummary("What is in the file's first megabyte, column by column, with rules suggested and what each would do to these very rows.");
        group.MapGet("/{id}/raw", DownloadRawAsync)
            .WithName("DownloadRawArtifact").WithSummary("The original bytes; ranges are served.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    private static async Task<Results<Ok<Page<Artifact>>, ProblemHttpResult>> ListAsync(
        string? projectId, int? limit, string? cursor, ClaimsPrincipal user, ProjectAccess access, ArtifactTable artifacts, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(projectId, limit, cursor, out var page, out var problem))
            return problem;
        return await access.RefuseAsync(user, page.ProjectId, ProjectRole.Viewer, cancellationToken) is { } refused
            ? refused
            : TypedResults.Ok(await artifacts.ListAsync(page.ProjectId, page.Limit, cursor, cancellationToken));
    }

    private static async Task<Results<Ok<Artifact>, ProblemHttpResult>> GetAsync(
        ArtifactId id, ClaimsPrincipal user, ProjectAccess access, CancellationToken cancellationToken) =>
        await access.FindArtifactAsync(user, id, ProjectRole.Viewer, cancellationToken) is { Refused: null } found
            ? TypedResults.Ok(found.Value)
            : Problem.NotFound("artifact", id);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        ArtifactId id, ClaimsPrincipal user, ProjectAccess access, ArtifactTable artifacts, IArtifactStore store, CancellationToken cancellationToken)
    {
        var (artifact, refused) = await access.FindArtifactAsync(user, id, ProjectRole.Editor, cancellationToken);
        if (refused is not null)
            return refused;
        // The row goes first: bytes without a row are only waste, a row without bytes would be a broken promise.
        if (await artifacts.DeleteAsync(id, CancellationToken.None))
            await store.DeleteAsync(ArtifactKeys.RawFolder(artifact!.ProjectId, id), CancellationToken.None);
        else if (await artifacts.IsInUseAsync(id, cancellationToken))
            return Problem.Conflict("artifact-in-use", "The file is in use.", "A job is reading it; wait for its end or cancel it.");
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SniffResult>, ProblemHttpResult>> SniffAsync(
        ArtifactId id, [AsParameters] SniffQuery query, ClaimsPrincipal user, ProjectAccess access, Workers workers,
        CancellationToken cancellationToken)
    {
        var (artifact, refused) = await access.FindArtifactAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;
        return query.TryRead(out var options, out var problem)
            ? Answer(await workers.InspectAsync(inspector => inspector.SniffAsync(artifact!.ProjectId, id, options, cancellationToken), cancellationToken))
            : problem;
    }

    private static async Task<Results<Ok<ProfileReport>, ProblemHttpResult>> ProfileAsync(
        ArtifactId id, [AsParameters] SniffQuery query, ClaimsPrincipal user, ProjectAccess access, Workers workers,
        CancellationToken cancellationToken)
    {
        var (artifact, refused) = await access.FindArtifactAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;
        return query.TryRead(out var options, out var problem)
            ? Answer(await workers.InspectAsync(inspector => inspector.ProfileAsync(artifact!.ProjectId, id, options, cancellationToken), cancellationToken))
            : problem;
    }

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(Inspection<T> inspection) where T : class => inspection switch
    {
        { Unreadable: { } why } => Problem.Unreadable(why),
        { Value: { } value } => TypedResults.Ok(value),
        _ => Problem.Invalid(inspection.Problems
            .GroupBy(problem => problem.Path.Replace("source.", "", StringComparison.Ordinal), problem => problem.Message)
            .ToDictionary(group => group.Key, group => group.ToArray())),
    };

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> DownloadRawAsync(
        ArtifactId id, HttpResponse response, ClaimsPrincipal user, ProjectAccess access, IArtifactStore store, CancellationToken cancellationToken)
    {
        var (artifact, refused) = await access.FindArtifactAsync(user, id, ProjectRole.Viewer, cancellationToken);
        if (refused is not null)
            return refused;
        if (await store.OpenAsync(ArtifactKeys.Raw(artifact!.ProjectId, id), cancellationToken) is not { } reader)
            return Problem.NotFound("artifact", id);
        response.RegisterForDispose(reader);
        // A stranger's file must never run as a page of ours.
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(reader.AsStream(), "application/octet-stream", artifact.FileName, artifact.CreatedAt,
            new EntityTagHeaderValue($"\"{artifact.Sha256}\""), enableRangeProcessing: true);
    }
}

/// <summary>What the user knows better than the sniffer.</summary>
internal sealed record SniffQuery(
    string? Encoding, string? Delimiter, string? Quote, string? Escape, int? HeaderRows, int? SkipRows, int? FooterRows,
    string? Sheet, string? Table, string? TextLayout, bool? FillMerged, bool? SkipHidden, string? DecimalSeparator)
{
    public bool TryRead(out SourceOptions options, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var isRead = EnumText.TryParseQuery<TextLayout>(TextLayout, "textLayout", out var layout, out problem);
        options = new()
        {
            Encoding = Encoding,
            Delimiter = Delimiter,
            Quote = Quote,
            Escape = Escape,
            HeaderRows = HeaderRows,
            SkipRows = SkipRows,
            FooterRows = FooterRows,
            Sheet = Sheet,
            Table = Table,
            TextLayout = layout,
            FillMerged = FillMerged ?? false,
            SkipHidden = SkipHidden ?? false,
            DecimalSeparator = DecimalSeparator,
        };
        return isRead;
    }
}
