using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Ingestion.Api.Uploads;

/// <summary>
/// Reads an upload as it arrives and streams its file into the store; nothing is buffered. The project must be known, and
/// the user allowed, before the first byte of the file is stored; the other fields may come in any order.
/// </summary>
internal sealed class UploadReader(
    IArtifactStore store, ProjectAccess access, IOptions<UploadOptions> options, IOptions<JsonOptions> json)
{
    private const int BufferBytes = 64 * 1024;
    private const int MaxFieldBytes = 1024;
    private const string ProjectIdField = "projectId";
    private const string FileField = "file";
    private const string RecipeField = "recipe";
    private const string RecipeIdField = "recipeId";
    private const string StartField = "start";
    private const string PreviewField = "preview";

    /// <summary>Reads an upload.</summary>
    /// <param name="request">The request with the form.</param>
    /// <param name="user">Who sends it.</param>
    /// <param name="projectId">The project, where the route says it; null where the form does.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<UploadForm> ReadAsync(HttpRequest request, ClaimsPrincipal user, ProjectId? projectId, CancellationToken cancellationToken)
    {
        var form = new UploadForm { ProjectId = projectId };
        try
        {
            form.Refused = ReadQuery(request, form) ?? await ReadBodyAsync(request, user, form, cancellationToken);
            return form;
        }
        catch
        {
            await form.DisposeAsync();
            throw;
        }
    }

    private static ProblemHttpResult? ReadQuery(HttpRequest request, UploadForm form)
    {
        foreach (var name in (ReadOnlySpan<string>)[ProjectIdField, RecipeIdField, StartField, PreviewField])
        {
            if (request.Query[name] is [{ } value, ..] && SetField(form, name, value) is { } problem)
                return problem;
        }
        return null;
    }

    private async Task<ProblemHttpResult?> ReadBodyAsync(
        HttpRequest request, ClaimsPrincipal user, UploadForm form, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var contentType)
            || !contentType.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(contentType.Boundary) is not { Length: > 0 } boundary)
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The content type is not supported.",
                "Send multipart/form-data with the fields projectId and file, such as `curl -F projectId=… -F file=@orders.csv` does.");

        var multipart = new MultipartReader(boundary.ToString(), request.Body, BufferBytes);
        while (await NextSectionAsync(multipart, cancellationToken) is { } section)
        {
            if (await ReadSectionAsync(section, user, form, cancellationToken) is { } problem)
                return problem;
        }
        return form.File is null
            ? Problem.Invalid(FileField, "The upload has no file: send it in the form field 'file'.")
            : null;
    }

    private async Task<ProblemHttpResult?> ReadSectionAsync(
        MultipartSection section, ClaimsPrincipal user, UploadForm form, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            throw Malformed("A part of the form has no valid Content-Disposition.");
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        switch (name)
        {
            case FileField:
                return await ReadFileAsync(section, disposition, user, form, cancellationToken);
            case RecipeField:
                form.Recipe = ParseRecipe(await ReadTextAsync(section, name, options.Value.MaxRecipeBytes, cancellationToken));
                return null;
            case ProjectIdField or RecipeIdField or StartField or PreviewField:
                return SetField(form, name, await ReadTextAsync(section, name, MaxFieldBytes, cancellationToken));
            default:
                return Problem.Invalid(name, $"There is no field '{name}' here; the fields are projectId, file, recipe, recipeId, start and preview.");
        }
    }

    private static ProblemHttpResult? SetField(UploadForm form, string name, string value)
    {
        switch (name)
        {
            case ProjectIdField:
                return SetProject(form, value);
            case RecipeIdField when RecipeId.TryParse(value, null, out var recipeId):
                form.RecipeId = recipeId;
                return null;
            case RecipeIdField:
                return Problem.Invalid(name, Problem.NotAnId);
            case StartField when bool.TryParse(value, out var start):
                form.Start = start;
                return null;
            case PreviewField when bool.TryParse(value, out var preview):
                form.Preview = preview;
                return null;
            default:
                return Problem.Invalid(name, "This must be true or false.");
        }
    }

    private static ProblemHttpResult? SetProject(UploadForm form, string value)
    {
        if (!ProjectId.TryParse(value, null, out var id))
            return Problem.Invalid(ProjectIdField, Problem.NotAnId);
        if (form.ProjectId is { } known && known != id)
            return Problem.Invalid(ProjectIdField, "The upload names two different projects.");
        form.ProjectId = id;
        return null;
    }

    private async Task<ProblemHttpResult?> ReadFileAsync(
        MultipartSection section, ContentDispositionHeaderValue disposition, ClaimsPrincipal user, UploadForm form, CancellationToken cancellationToken)
    {
        if (form.File is not null)
            return Problem.Invalid(FileField, "Send one file in each upload.");
        if (form.ProjectId is not { } projectId)
            return Problem.Invalid(ProjectIdField, "The project must be known before the file comes: put the field projectId before file, or ?projectId= into the address.");
        if (await access.RefuseAsync(user, projectId, ProjectRole.Editor, cancellationToken) is { } refused)
            return refused;

        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        form.File = await RawUpload.BeginAsync(store, projectId, DisplayFileName.From(fileName.Value), cancellationToken);
        return await form.File.CopyFromAsync(new FormBody(section.Body), options.Value.MaxBytes, cancellationToken)
            ? null
            : Problem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "The file is too large.",
                $"This server takes files of at most {options.Value.MaxBytes:N0} bytes. Nothing of it was kept.");
    }

    private Recipe ParseRecipe(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Recipe>(text, json.Value.SerializerOptions) ?? new Recipe();
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException("The recipe is not valid.", error) { Data = { [ProblemPages.FormField] = RecipeField } };
        }
    }

    private static async Task<string> ReadTextAsync(MultipartSection section, string name, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await using var limited = new FormBody(section.Body, maxBytes, name);
        await limited.CopyToAsync(buffer, cancellationToken);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)).TrimStart('\uFEFF').Trim();
    }

    private static async Task<MultipartSection?> NextSectionAsync(MultipartReader multipart, CancellationToken cancellationToken)
    {
        try
        {
            return await multipart.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Malformed("The multipart form is broken or was cut off.", error);
        }
    }

    private static BadHttpRequestException Malformed(string message, Exception? inner = null) =>
        new(message, StatusCodes.Status400BadRequest, inner!);
}
