using System.Collections.Concurrent;
using System.Diagnostics;
using Ingestion.Contracts;

namespace Ingestion.Silo.Tests.Telemetry;

/// <summary>Collects what silos trace while it is there; other tests' jobs among it.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly ActivitySource _requests = new("Ingestion.Silo.Tests");

    public Spans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source == _requests || source.Name == "Ingestion",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>A request as the API's would be, ended at once: jobs go on after theirs.</summary>
    public Activity Request()
    {
        var request = _requests.StartActivity("POST /ingestion/upload/file", ActivityKind.Server)!;
        request.Dispose();
        return request;
    }

    /// <summary>A job's spans of a name that have ended.</summary>
    public IReadOnlyList<Activity> Of(JobSpec spec, string name) =>
        [.. _ended.Where(span => span.OperationName == name && Equals(span.GetTagItem("ingestion.job_id"), spec.Id.ToString()))];

    /// <summary>A trace's spans that have ended.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _ended.Where(span => span.TraceId == trace)];

    public void Dispose()
    {
        _listener.Dispose();
        _requests.Dispose();
    }
}
