using System.Security.Claims;
using System.Text.Encodings.Web;
using Ingestion.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Auth;

/// <summary>Signs a request in by its <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyTable keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 } key])
            return AuthenticateResult.NoResult();
        if (await keys.FindUserAsync(key, Context.RequestAborted) is not { } user)
            return AuthenticateResult.Fail("The API key is unknown or has expired.");

        var identity = new ClaimsIdentity(CurrentUser.ClaimsOf(user), Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
