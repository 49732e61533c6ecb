using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Ingestion.Api.Jobs;

/// <summary>A job's life as server-sent events.</summary>
internal static class JobEventsApi
{
    private const string StateEvent = "state";
    private const string ProgressEvent = "progress";
    private const string LogEvent = "log";
    private const int LogLinesAtOnce = 500;

    // The grain speaks four times a second at most; a little less than its interval, so that its jitter loses nothing.
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(225);

    // Proxies cut a connection on which nothing comes for a minute.
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    public static void MapJobEventsApi(this RouteGroupBuilder api) =>
        api.MapGroup("/ingestion/jobs").WithTags("Jobs")
            .MapGet("/{id}/events", FollowAsync)
            .WithName("FollowJob")
            .WithSummary("Server-sent events: `state` (the job, first and whenever its status changes), `progress` (the job), `log` (a log line; its event id is the line's sequence). Ends after the final state.");

    private static async Task<Results<ServerSentEventsResult<object>, ProblemHttpResult>> FollowAsync(
        JobId id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, ClaimsPrincipal user, ProjectAccess access,
        JobFeed feed, JobLog log, TimeProvider time, IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        var after = 0L;
        if (!string.IsNullOrEmpty(lastEventId) && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Problem.Invalid("Last-Event-ID", "This is not an event id of this stream: a log line's sequence.");
        var (job, refused) = await access.FindJobAsync(user, id, ProjectRole.Viewer, cancellationToken);
        return refused is not null
            ? refused
            : TypedResults.ServerSentEvents(UntilAsync(EventsAsync(job!, after, feed, log, time, cancellationToken), host.ApplicationStopping, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<object>> EventsAsync(
        Job stored, long after, JobFeed feed, JobLog log, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Job? shown = null;
        var shownAt = 0L;
        var states = stored.Status.IsFinal() ? Once(stored) : feed.WatchAsync(stored.Id, cancellationToken);
        await foreach (var job in states.WithCancellation(cancellationToken))
        {
            // Log lines first: the final state is the last thing said.
            IReadOnlyList<JobLogEntry> lines;
            do
            {
                lines = await log.ListAsync(stored.Id, after, LogLinesAtOnce, cancellationToken);
                foreach (var line in lines)
                {
                    after = line.Sequence;
                    yield return new SseItem<object>(line, LogEvent) { EventId = line.Sequence.ToString(CultureInfo.InvariantCulture) };
                }
            }
            while (lines.Count == LogLinesAtOnce);

            var isState = job is not null && (job.Status != shown?.Status || job.Attempt != shown.Attempt);
            var silence = time.GetElapsedTime(shownAt);
            if (!isState && silence < (job is null ? KeepAliveInterval : ProgressInterval) || (job ?? shown) is not { } news)
                continue;
            (shown, shownAt) = (news, time.GetTimestamp());
            yield return new SseItem<object>(news, isState ? StateEvent : ProgressEvent);
        }
    }

    /// <summary>A host that stops ends its streams, which would hold it up for half a minute; whoever follows goes on at the next one.</summary>
    private static async IAsyncEnumerable<T> UntilAsync<T>(
        IAsyncEnumerable<T> events, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        await using var source = events.GetAsyncEnumerator(ending.Token);
        while (await MoveNextAsync())
            yield return source.Current;

        async Task<bool> MoveNextAsync()
        {
            try
            {
                return await source.MoveNextAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static async IAsyncEnumerable<Job?> Once(Job job)
    {
        await Task.CompletedTask;
        yield return job;
    }
}
