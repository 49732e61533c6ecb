using Ingestion.Contracts;

namespace Ingestion.Web.Client;

public sealed partial class IngestionApiClient
{
    // Empty, so that these calls carry no token of somebody signed in before.
    private const string NoToken = "";

    public Task<AccessToken> LoginAsync(string email, string password, CancellationToken cancellationToken) =>
        CallAsync<AccessToken>(HttpMethod.Post, "auth/login", new { email, password }, cancellationToken, NoToken);

    /// <summary>Trades the one-time token of a sign-in link for an API token.</summary>
    public Task<AccessToken> RedeemAsync(string token, CancellationToken cancellationToken) =>
        CallAsync<AccessToken>(HttpMethod.Post, "auth/redeem", new { token }, cancellationToken, NoToken);

    public Task<User> GetUserAsync(AccessToken token, CancellationToken cancellationToken) =>
        CallAsync<User>(HttpMethod.Get, "auth/me", null, cancellationToken, token.Value);
}
