using Ingestion.Web.Client;

namespace Ingestion.Web.Endpoints;

/// <summary>The API's problems as this application's own answers.</summary>
internal static class ProblemAnswers
{
    public static int StatusOf(ApiProblem problem) => problem.Kind switch
    {
        ApiProblemKind.SignIn => StatusCodes.Status401Unauthorized,
        ApiProblemKind.NotFound => StatusCodes.Status404NotFound,
        ApiProblemKind.Refused => StatusCodes.Status422UnprocessableEntity,
        ApiProblemKind.Unreachable => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static IResult Of(ApiProblem problem) => TypedResults.Problem(
        problem.Detail,
        statusCode: StatusOf(problem),
        title: problem.Title,
        extensions: [new("errors", problem.Errors)]);
}
