using Ingestion.Contracts;
using Ingestion.Web.Client;
using Ingestion.Web.Components.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Web.Endpoints;

/// <summary>Downloads, streamed from the API with the user's token; the browser never holds one.</summary>
public static class DownloadEndpoints
{
    public static void MapDownloads(this WebApplication app)
    {
        var downloads = app.MapGroup("/download/jobs/{id}").RequireAuthorization(WebSignIn.Policy).ExcludeFromDescription();
        downloads.MapGet("/result", (JobId id, string? format, HttpContext context, IngestionApiClient api) =>
            StreamAsync(context, id, api.OpenResultAsync(id, format, context.RequestAborted))).UseWebSession();
        downloads.MapGet("/rejects", (JobId id, string? format, HttpContext context, IngestionApiClient api) =>
            StreamAsync(context, id, api.OpenRejectsAsync(id, format, context.RequestAborted))).UseWebSession();
    }

    private static async Task<IResult> StreamAsync(HttpContext context, JobId id, Task<HttpResponseMessage> opening)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await opening;
        }
        catch (ApiProblemException ex) when (ex.Problem.Kind is ApiProblemKind.SignIn)
        {
            return TypedResults.LocalRedirect(WebSignIn.Path($"/jobs/{id}", "expired"));
        }
        catch (ApiProblemException ex)
        {
            var parameters = new Dictionary<string, object?> { ["Problem"] = ex.Problem, ["Job"] = id };
            return new RazorComponentResult<DownloadFailed>(parameters) { StatusCode = ProblemAnswers.StatusOf(ex.Problem) };
        }

        context.Response.RegisterForDispose(answer);
        context.Response.Headers.ContentDisposition = answer.Content.Headers.ContentDisposition?.ToString() ?? "attachment";
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        return TypedResults.Stream(body, answer.Content.Headers.ContentType?.ToString());
    }
}
