using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Auth;

/// <summary>Slows the guessing of passwords. Only failures count: whoever knows the password is never in the way of himself.</summary>
internal sealed class SignInThrottle : IDisposable
{
    private readonly PartitionedRateLimiter<Attempt> _failures;

    public SignInThrottle(IOptions<AuthOptions> options) => _failures = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<Attempt, string>(attempt => AMinute(attempt.Address, options.Value.FailedSignInsPerAddress)),
        PartitionedRateLimiter.Create<Attempt, Attempt>(attempt => AMinute(attempt, options.Value.FailedSignInsPerAccount)));

    /// <summary>Whether another attempt may be made now.</summary>
    public bool Allows(HttpContext context, string account)
    {
        using var lease = _failures.AttemptAcquire(Attempt.Of(context, account), permitCount: 0);
        return lease.IsAcquired;
    }

    public void CountFailure(HttpContext context, string account) => _failures.AttemptAcquire(Attempt.Of(context, account)).Dispose();

    public void Dispose() => _failures.Dispose();

    private static RateLimitPartition<TKey> AMinute<TKey>(TKey key, int failures) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = failures,
            Window = TimeSpan.FromMinutes(1),
        });

    private readonly record struct Attempt(string Address, string Account)
    {
        public static Attempt Of(HttpContext context, string account) =>
            new(context.Connection.RemoteIpAddress?.ToString() ?? "", account.Trim().ToUpperInvariant());
    }
}
