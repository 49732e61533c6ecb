using System.Text.Json.Serialization;
using Ingestion.Contracts;

namespace Ingestion.Web.Client;

/// <summary>The API's answer to a sign-in.</summary>
/// <param name="Value">The bearer token.</param>
/// <param name="ExpiresIn">Seconds.</param>
public sealed record AccessToken([property: JsonPropertyName("accessToken")] string Value, long ExpiresIn);

/// <summary>The API's answer to an upload, as far as a page needs it.</summary>
public sealed record UploadAnswer(JobId? JobId);

/// <summary>Something that happened to a job.</summary>
public abstract record JobEvent;

/// <summary>The job as it now is.</summary>
public sealed record JobChanged(Job Job) : JobEvent;

/// <summary>A new line in the job's log.</summary>
public sealed record JobLogged(JobLogEntry Entry) : JobEvent;

/// <summary>The stream broke off; it will be taken up again.</summary>
public sealed record JobFeedInterrupted(ApiProblem Problem) : JobEvent;
