using System.Security.Claims;
using Ingestion.Contracts;
using Ingestion.Web.Client;
using Microsoft.AspNetCore.Authentication;

namespace Ingestion.Web;

/// <summary>The web application's own sign-in: an encrypted cookie that carries the API's token.</summary>
public static class WebSignIn
{
    /// <summary>The cookie's authentication scheme.</summary>
    public const string Scheme = "Ingestion.Web";

    /// <summary>The authorization policy of every page but the sign-in: it names the scheme, so no default scheme is needed.</summary>
    public const string Policy = "Ingestion.Web";

    /// <summary>The claim that holds the API's token. It never leaves the server but inside the encrypted cookie.</summary>
    public const string TokenClaim = "access_token";

    /// <summary>The address of the sign-in page, coming back to <paramref name="returnUrl"/> afterwards.</summary>
    public static string Path(string returnUrl, string? reason = null) =>
        $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}{(reason is null ? "" : "&reason=" + reason)}";

    /// <summary>Whether an address stays on this site: a foreign one would make the sign-in page an open redirect.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal)
        && !url.Any(char.IsControl);

    internal static async Task SignInAsync(HttpContext context, User user, AccessToken token)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, user.Id.ToString()),
                new(ClaimTypes.Email, user.Email),
                new(ClaimTypes.Name, string.IsNullOrWhiteSpace(user.DisplayName) ? user.Email : user.DisplayName),
                new(TokenClaim, token.Value),
            ],
            Scheme);
        var properties = new AuthenticationProperties
        {
            IsPersistent = true,
            ExpiresUtc = DateTimeOffset.UtcNow.AddSeconds(token.ExpiresIn),
        };
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties);
    }
}
