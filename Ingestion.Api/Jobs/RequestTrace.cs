using System.Diagnostics;

namespace Ingestion.Api.Jobs;

/// <summary>The trace of the request that is being answered.</summary>
internal static class RequestTrace
{
    /// <summary>
    /// Its span, as W3C's traceparent, for what outlasts the request. Null when nobody traces: the framework then numbers requests for its
    /// logs only, and a job that kept such a number would count as not sampled wherever somebody does trace.
    /// </summary>
    public static string? Current => Activity.Current is { } request && request.Source.HasListeners() ? request.Id : null;
}
