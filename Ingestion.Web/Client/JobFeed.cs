using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Web.Client;

/// <summary>Follows a job to its end: a broken event stream is taken up again where it broke.</summary>
public sealed class JobFeed(IngestionApiClient api, TimeProvider time)
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 0.5, 1, 2, 5 }.Select(TimeSpan.FromSeconds)];

    /// <summary>The job's events after <paramref name="lastEventId"/>, a log line's sequence, ending after its final state or with a problem that no repetition can mend.</summary>
    public async IAsyncEnumerable<JobEvent> FollowAsync(
        JobId id, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ended = false;
        for (var failures = 0; ;)
        {
            await using var events = api.ReadEventsAsync(id, lastEventId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            ApiProblem? problem = null;
            while (problem is null)
            {
                (problem, var more) = await TryAdvanceAsync(events);
                if (!more)
                {
                    break;
                }

                failures = 0;
                (lastEventId, var happened) = events.Current;
                yield return happened;
                ended |= happened is JobChanged { Job.Status: var status } && status.IsFinal();
            }

            // The last log lines may follow the final state, so the stream's own end is the end.
            if (ended)
            {
                yield break;
            }

            if (problem is not null && !IsPassing(problem))
            {
                throw new ApiProblemException(problem);
            }

            yield return new JobFeedInterrupted(problem ?? ApiProblem.Unreachable);
            await Task.Delay(Pauses[Math.Min(failures++, Pauses.Length - 1)], time, cancellationToken);
        }
    }

    private static bool IsPassing(ApiProblem problem) =>
        problem.Kind is ApiProblemKind.Unreachable or ApiProblemKind.Failed && problem != ApiProblem.Unintelligible;

    private static async Task<(ApiProblem? Problem, bool More)> TryAdvanceAsync(IAsyncEnumerator<(string?, JobEvent)> events)
    {
        try
        {
            return (null, await events.MoveNextAsync());
        }
        catch (ApiProblemException ex)
        {
            return (ex.Problem, false);
        }
        catch (Exception ex) when (ex is IOException or HttpRequestException)
        {
            return (ApiProblem.Unreachable, false);
        }
        catch (JsonException)
        {
            return (ApiProblem.Unintelligible, false);
        }
    }
}
