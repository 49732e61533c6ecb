using Ingestion.Contracts;
using Ingestion.Web.Client;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Ingestion.Web.Endpoints;

/// <summary>
/// Uploads from the browser. They pass by the page's circuit, whose small messages would make a large file slow, and go on
/// to the API as they come.
/// </summary>
public static class UploadEndpoints
{
    private const string AntiforgeryHeader = "RequestVerificationToken";

    private delegate Task<HttpResponseMessage> Forward(Stream body, string contentType, long? length, CancellationToken cancellationToken);

    public static void MapUploads(this WebApplication app)
    {
        Map(app.MapPost("/jobs/upload", (HttpContext context, IngestionApiClient api, IAntiforgery antiforgery) =>
            UploadAsync(context, api.ForwardUploadAsync, antiforgery)));
        Map(app.MapPost("/jobs/{id}/repair", (JobId id, HttpContext context, IngestionApiClient api, IAntiforgery antiforgery) =>
            UploadAsync(context, (body, type, length, cancellationToken) => api.ForwardRepairAsync(id, body, type, length, cancellationToken), antiforgery)));
    }

    private static void Map(RouteHandlerBuilder route) => route
        .RequireAuthorization(WebSignIn.Policy)
        .UseWebSession()
        .DisableAntiforgery()
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .ExcludeFromDescription();

    private static async Task<IResult> UploadAsync(HttpContext context, Forward forward, IAntiforgery antiforgery)
    {
        // Checked here and by its header alone: looking for the token in the form would read the whole file first.
        if (!context.Request.Headers.ContainsKey(AntiforgeryHeader) || !await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Problem("Reload the page and try again.", statusCode: StatusCodes.Status400BadRequest, title: "This upload did not come from this page");
        }

        if (context.Request.ContentType is not { } contentType)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status415UnsupportedMediaType, title: "An upload is a multipart form");
        }

        try
        {
            using var answer = await forward(context.Request.Body, contentType, context.Request.ContentLength, context.RequestAborted);
            return TypedResults.Text(await answer.Content.ReadAsStringAsync(context.RequestAborted), "application/json", statusCode: (int)answer.StatusCode);
        }
        catch (ApiProblemException ex)
        {
            return ProblemAnswers.Of(ex.Problem);
        }
    }
}
