using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.AspNetCore.Mvc;
using Orleans.Serialization;

namespace Ingestion.Api.Problems;

/// <summary>Failures that pass by themselves: a silo, the database or the store went away and comes back, or another takes its place.</summary>
internal static class Outage
{
    /// <summary>When to ask again, which every 503 says: a silo that dies is replaced within seconds.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether a call to a grain failed because of a silo, not because of the call: it is gone, does not answer, or stops and cancels what
    /// it was doing. Only for calls whose own caller has not given up.
    /// </summary>
    public static bool IsOfWorkers(Exception error) =>
        error is OrleansException or TimeoutException or OperationCanceledException or UnavailableExceptionFallbackException;

    /// <summary>As a problem; null when it is none that passes.</summary>
    public static ProblemDetails? Describe(Exception error) => error switch
    {
        _ when error.IsDatabaseOutage() => Unavailable("The database is out of reach.", "The database did not answer"),
        StoreUnavailableException => Unavailable("The storage is out of reach.", "Where files and results are kept did not answer"),
        _ when IsOfWorkers(error) => Unavailable("The workers are out of reach.", "The processes that run jobs did not answer"),
        _ => null,
    };

    private static ProblemDetails Unavailable(string title, string what) =>
        Problem.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", title, $"{what}; try again in a few seconds.").ProblemDetails;
}
