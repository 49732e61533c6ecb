using Ingestion.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Ingestion.Api.Problems;

/// <summary>Problem documents (RFC 9457). The type is a stable URN that a program may compare; titles and details are for people.</summary>
internal static class Problem
{
    public const string NotAnId = "This is not an id: a UUID such as 019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b.";
    private const string TypePrefix = "urn:ingestion:problem:";

    public static string TypeOf(string slug) => TypePrefix + slug;

    public static ProblemHttpResult Of(
        int status, string slug, string title, string detail, params ReadOnlySpan<KeyValuePair<string, object?>> more)
    {
        var problem = new ProblemDetails { Status = status, Type = TypeOf(slug), Title = title, Detail = detail };
        foreach (var (name, value) in more)
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>The same words whether the thing is missing or belongs to a project of others.</summary>
    public static ProblemHttpResult NotFound<TId>(string what, TId id) where TId : notnull =>
        Of(StatusCodes.Status404NotFound, "not-found", "Not found.", $"There is no {what} {id}, or it is not in one of your projects.");

    public static ProblemHttpResult Forbidden(ProjectRole role, ProjectRole needed) =>
        Of(StatusCodes.Status403Forbidden, "forbidden", "Not allowed.",
            $"Your role in this project is {EnumText.Of(role)}; this needs {EnumText.Of(needed)}. An owner of the project can change it.");

    public static ProblemHttpResult Conflict(string slug, string title, string detail, params ReadOnlySpan<KeyValuePair<string, object?>> more) =>
        Of(StatusCodes.Status409Conflict, slug, title, detail, more);

    public static ProblemHttpResult Unreadable(string why) =>
        Of(StatusCodes.Status422UnprocessableEntity, "unreadable-file", "The file cannot be read.", why);

    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemHttpResult Invalid(
        IDictionary<string, string[]> errors, params ReadOnlySpan<KeyValuePair<string, object?>> more)
    {
        var problem = InvalidDetails(errors);
        foreach (var (name, value) in more)
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>What is wrong with a recipe, by the path below <paramref name="field"/>.</summary>
    public static ProblemHttpResult InvalidRecipe(
        string field, IReadOnlyList<RecipeProblem> problems, params ReadOnlySpan<KeyValuePair<string, object?>> more) =>
        Invalid(problems
            .GroupBy(problem => problem.Path is "" ? field : $"{field}.{problem.Path}", problem => problem.Message)
            .ToDictionary(group => group.Key, group => group.ToArray()), more);

    public static HttpValidationProblemDetails InvalidDetails(IDictionary<string, string[]> errors) => new(errors)
    {
        Status = StatusCodes.Status400BadRequest,
        Type = TypeOf("invalid-request"),
        Title = "The request is not valid.",
        Detail = string.Join(' ', errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")),
    };
}
