using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Ingestion.Api.Problems;

/// <summary>Makes a problem document of everything that ends a request of the API otherwise: an exception, a bare status code.</summary>
internal static class ProblemPages
{
    private static readonly string[] Prefixes = ["/auth", "/projects", "/ingestion", "/openapi"];

    /// <summary>Marks the API's endpoints, so that pages of the same process keep their own error pages.</summary>
    public sealed class Marker;

    public static void UseProblemPages(this IApplicationBuilder app) => app.UseWhen(IsApi, api =>
    {
        api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WriteAsync,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException || context.Exception.IsStorageFull(),
        });
        api.UseStatusCodePages();
    });

    /// <summary>Completes the problems that the framework makes by itself.</summary>
    public static void Customize(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        if (problem.Type?.StartsWith(Problem.TypeOf(""), StringComparison.Ordinal) is true || !IsApi(context.HttpContext))
            return;
        (var slug, problem.Title, problem.Detail) = problem.Status switch
        {
            401 => ("not-signed-in", "Not signed in.", "Send `Authorization: Bearer <token of POST /auth/login>` or `X-Api-Key: <key>`; the one sent is missing, wrong or expired."),
            403 => ("forbidden", "Not allowed.", problem.Detail ?? "This is for the administrator: the account of INGESTION_ADMIN_EMAIL."),
            404 => ("not-found", "Not found.", problem.Detail ?? $"There is no route {context.HttpContext.Request.Path}; /openapi/v1.json lists all."),
            405 => ("method-not-allowed", "Method not allowed.", $"{context.HttpContext.Request.Path} does not answer {context.HttpContext.Request.Method}; see the Allow header."),
            413 => ("too-large", "The request is too large.", problem.Detail),
            415 => ("unsupported-media-type", "The content type is not supported.", problem.Detail ?? "Send application/json."),
            >= 500 => ("internal", "Something went wrong here.", problem.Detail ?? "The error was logged under this traceId."),
            _ => ("invalid-request", "The request is not valid.", problem.Detail),
        };
        problem.Type = Problem.TypeOf(slug);
    }

    private static bool IsApi(HttpContext context) => context.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<Marker>() is not null
        : Array.Exists(Prefixes, prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    private static Task WriteAsync(HttpContext context)
    {
        var problem = Describe(context.Features.Get<IExceptionHandlerFeature>()!);
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = Outage.RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(problem).ExecuteAsync(context);
    }

    private static ProblemDetails Describe(IExceptionHandlerFeature failure) => failure.Error switch
    {
        BadHttpRequestException { InnerException: JsonException json } bad => JsonErrors.Describe(json, bad.Data[FormField] as string ?? ""),
        BadHttpRequestException { StatusCode: 400 } when MalformedIds(failure) is { Count: > 0 } errors => Problem.InvalidDetails(errors),
        BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Detail = bad.Message },
        var error when error.IsStorageFull() => Problem.Of(StatusCodes.Status507InsufficientStorage, "storage-full", "The storage is full.",
            "There is no room for this file. Nothing of it was kept; free some space and send it again.").ProblemDetails,
        var error when Outage.Describe(error) is { } passing => passing,
        _ => new ProblemDetails { Status = StatusCodes.Status500InternalServerError },
    };

    /// <summary>Where an exception's data names the form field whose JSON was wrong.</summary>
    public const string FormField = "form field";

    private static Dictionary<string, string[]> MalformedIds(IExceptionHandlerFeature failure) => (failure.RouteValues ?? [])
        .Where(value => value.Value is string text && !Guid.TryParse(text, out _))
        .ToDictionary(value => value.Key, value => new[] { Problem.NotAnId });
}
