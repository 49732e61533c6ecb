using System.Collections.Concurrent;
using System.Net;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Cluster.Tests.Load;

/// <summary>
/// A client that asks again where that is right: when the connection failed and when the server says that it cannot serve now, and then not
/// before it said. What changes something is sent with a key, the same each time. Any other failure is the server's.
/// </summary>
internal sealed class PatientClient(ApiClient api)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Why requests were repeated, and how often.</summary>
    public ConcurrentDictionary<string, int> Retries { get; } = new();

    /// <summary>The longest that an answer of any kind took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Refusals that say when to ask again.</summary>
    public int Dated { get; private set; }

    public Task<Answer> ChangeAsync(Func<ApiClient, string, Task<Answer>> send)
    {
        var key = Guid.NewGuid().ToString();
        return SendAsync(api => send(api, key));
    }

    public async Task<Answer> SendAsync(Func<ApiClient, Task<Answer>> send)
    {
        var pause = TimeSpan.Zero;
        return await Polling.UntilAsync("an answer that is not 'later'", async () =>
        {
            await Polling.PauseAsync(pause);
            pause = Pause;
            var begun = TimeProvider.System.GetTimestamp();
            try
            {
                var answer = await send(api);
                var took = TimeProvider.System.GetElapsedTime(begun);
                Slowest = took > Slowest ? took : Slowest;
                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests))
                    return answer;
                Count($"{(int)answer.Status} {answer.ProblemType}");
                if (answer.RetryAfter is { } wanted)
                {
                    pause = wanted;
                    Dated++;
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                Count((error as HttpRequestException)?.HttpRequestError.ToString() ?? error.GetType().Name);
            }
            return null;
        }, Patience);
    }

    private void Count(string why) => Retries.AddOrUpdate(why, 1, (_, count) => count + 1);
}
