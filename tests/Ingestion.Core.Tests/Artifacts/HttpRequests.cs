using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ingestion.Core.Tests.Artifacts;

/// <summary>The HTTP requests of this process whose address contains a text, as the framework's own tracing reports them.</summary>
internal sealed class HttpRequests : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ActivityListener _listener;

    public HttpRequests(string text)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("url.full") is string address && address.Contains(text, StringComparison.Ordinal))
                    _seen.Enqueue($"{activity.GetTagItem("http.request.method")}");
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Their methods, in order of their ends; forgotten when they have been taken.</summary>
    public IReadOnlyList<string> Take()
    {
        var seen = new List<string>();
        while (_seen.TryDequeue(out var method))
            seen.Add(method);
        return seen;
    }

    public void Dispose() => _listener.Dispose();
}
