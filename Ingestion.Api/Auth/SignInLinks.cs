using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Auth;

/// <summary>
/// One-time sign-in tokens, for the first start when nobody has a password yet. Kept in memory only: a restart makes
/// a new one, and an old console log opens nothing.
/// </summary>
public sealed class SignInLinks(UserTable users, IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (UserId UserId, DateTimeOffset ExpiresAt)> _links = new(StringComparer.Ordinal);

    /// <summary>A token that signs the user in once, for <see cref="AuthOptions.SignInLinkLifetime"/>. Safe in a URL.</summary>
    public string Create(UserId userId)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _links[HashOf(token)] = (userId, time.GetUtcNow() + options.Value.SignInLinkLifetime);
        return token;
    }

    /// <summary>The token's user; null when it is unknown, was used before or has expired.</summary>
    public async Task<User?> RedeemAsync(string token, CancellationToken cancellationToken) =>
        _links.TryRemove(HashOf(token), out var link) && time.GetUtcNow() < link.ExpiresAt
            ? await users.GetAsync(link.UserId, cancellationToken)
            : null;

    // Looking a hash up, not the token itself, leaves nothing to learn from how long the comparison takes.
    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
