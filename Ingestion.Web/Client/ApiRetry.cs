using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Ingestion.Web.Client;

/// <summary>
/// How a page bridges the seconds in which the API restarts: what only reads is asked again, for about ten seconds. What changes something
/// is sent once, for nobody knows whether it arrived, and an upload could not be sent again from its middle. There is no time limit here,
/// which would cut uploads; <see cref="IngestionApiClient"/> limits the short calls, all repetitions together.
/// </summary>
internal static class ApiRetry
{
    public static HttpRetryStrategyOptions Options
    {
        get
        {
            var options = new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 6,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(0.25),
                MaxDelay = TimeSpan.FromSeconds(3),
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome switch
                {
                    { Exception: HttpRequestException } => true,
                    { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
                    { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
                    // A failure that will not pass is shown at once.
                    _ => false,
                }),
            };
            options.DisableForUnsafeHttpMethods();
            return options;
        }
    }
}
