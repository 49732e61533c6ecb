using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Requests;

/// <summary>
/// The header <c>Idempotency-Key</c>: a request that is sent again with it, because its answer was lost, makes nothing twice and is answered
/// with what the first one made. (After the draft of the IETF's HTTPAPI group; a key is any text, in quotes or not.)
/// </summary>
internal sealed class RequestKey
{
    public const string Header = "Idempotency-Key";
    public const int Longest = 200;

    private RequestKey(string key) => Hash = HashOf(key);

    /// <summary>64 hex digits.</summary>
    public string Hash { get; }

    /// <summary>The answer to a key that came with something else before.</summary>
    public static ProblemHttpResult Reused => Problem.Conflict("key-reused", "The key was used for something else.",
        $"A request with this {Header} asked for something else in this project before: another file, recipe or option. Send the same again, or choose a new key.");

    /// <summary>Reads the header; without it <paramref name="key"/> is null.</summary>
    public static bool TryRead(HttpRequest request, out RequestKey? key, out ProblemHttpResult? problem)
    {
        (key, problem) = (null, null);
        if (!request.Headers.TryGetValue(Header, out var values))
            return true;
        if (values is [{ } text] && text.Trim() is { Length: > 0 and <= Longest } trimmed)
            key = new RequestKey(trimmed);
        else
            problem = Problem.Invalid(Header, $"Send one key of 1 to {Longest} characters, such as a UUID, or leave the header out.");
        return problem is null;
    }

    /// <summary>What the request would make.</summary>
    /// <param name="projectId">Where.</param>
    /// <param name="artifactId">The file it brings or is about.</param>
    /// <param name="jobId">The job it would start.</param>
    /// <param name="content">Everything that it asks for.</param>
    public RequestClaim Claim(ProjectId projectId, ArtifactId artifactId, JobId jobId, params string?[] content) =>
        new(projectId, Hash, HashOf(JsonSerializer.Serialize(content)), artifactId, jobId);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Marks a route that takes a <see cref="RequestKey"/>.</summary>
internal sealed class TakesRequestKey;
