using System.Net;
using System.Text.Json;

namespace Ingestion.Web.Client;

/// <summary>What kind of answer a page has to give to a problem.</summary>
public enum ApiProblemKind
{
    /// <summary>The API does not answer; trying again may help.</summary>
    Unreachable,

    /// <summary>The sign-in is missing, wrong or over.</summary>
    SignIn,

    /// <summary>There is no such thing, or it is somebody else's.</summary>
    NotFound,

    /// <summary>The request was refused for what it says.</summary>
    Refused,

    /// <summary>The API failed by itself.</summary>
    Failed,
}

/// <summary>A problem in words for a person, from a problem document (RFC 9457) or from the lack of an answer.</summary>
public sealed record ApiProblem(ApiProblemKind Kind, string Title, string? Detail = null)
{
    /// <summary>What is wrong with single fields, one sentence each.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The API cannot be reached.</summary>
    public static ApiProblem Unreachable { get; } = new(
        ApiProblemKind.Unreachable, "The ingestion service is not answering", "It may be starting or restarting. Your data is safe; try again in a moment.");

    /// <summary>The API's answer cannot be understood.</summary>
    public static ApiProblem Unintelligible { get; } = new(
        ApiProblemKind.Failed, "The ingestion service gave an answer this page cannot read", "The web application and the service may be of different versions.");

    /// <summary>Reads an answer's body; whatever it is, the result has a title.</summary>
    public static ApiProblem Read(HttpStatusCode status, string body)
    {
        var kind = KindOf(status);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                var root = document.RootElement;
                var (detail, errors) = (Text(root, "detail"), ErrorsOf(root));
                // A detail that only joins the errors would be read twice.
                var isRepeated = detail is not null && errors.Any(error => detail.Contains(error, StringComparison.Ordinal));
                return new(kind, Text(root, "title") ?? TitleOf(kind, status), isRepeated ? null : detail) { Errors = errors };
            }
        }
        catch (JsonException)
        {
            // A proxy's page or nothing at all: the status has to do.
        }

        return new(kind, TitleOf(kind, status));
    }

    private static ApiProblemKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ApiProblemKind.SignIn,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ApiProblemKind.NotFound,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => ApiProblemKind.Unreachable,
        >= HttpStatusCode.InternalServerError => ApiProblemKind.Failed,
        _ => ApiProblemKind.Refused,
    };

    private static string TitleOf(ApiProblemKind kind, HttpStatusCode status) => kind switch
    {
        ApiProblemKind.Unreachable => Unreachable.Title,
        ApiProblemKind.SignIn => "Please sign in",
        ApiProblemKind.NotFound => "This does not exist, or it is not yours to see",
        ApiProblemKind.Failed => "The ingestion service failed",
        _ => status switch
        {
            HttpStatusCode.Forbidden => "Your role in this project does not allow this",
            HttpStatusCode.Conflict => "This is not possible in the present state",
            HttpStatusCode.RequestEntityTooLarge => "The file is too large",
            _ => $"The request was refused ({(int)status})",
        },
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    // Both forms occur: {"field": ["message"]} for fields and [{"path", "message"}] for a recipe.
    private static IReadOnlyList<string> ErrorsOf(JsonElement root)
    {
        if (!root.TryGetProperty("errors", out var errors))
        {
            return [];
        }

        return errors.ValueKind switch
        {
            JsonValueKind.Object => [.. errors.EnumerateObject().SelectMany(field => MessagesOf(field.Value), (field, message) => Join(field.Name, message))],
            JsonValueKind.Array => [.. errors.EnumerateArray().SelectMany(MessagesOf)],
            _ => [],
        };
    }

    private static IEnumerable<string> MessagesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(MessagesOf),
        JsonValueKind.Object when Text(value, "message") is { } message => [Join(Text(value, "path"), message)],
        _ => [],
    };

    private static string Join(string? path, string message) => string.IsNullOrEmpty(path) ? message : $"{path}: {message}";
}

/// <summary>Carries a problem from the client to the page that shows it.</summary>
public sealed class ApiProblemException(ApiProblem problem, Exception? inner = null) : Exception(problem.Title, inner)
{
    /// <summary>What to show.</summary>
    public ApiProblem Problem { get; } = problem;
}
