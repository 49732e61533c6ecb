using Microsoft.AspNetCore.Components.Authorization;

namespace Ingestion.Web.Client;

/// <summary>Whose token the API calls of this request or circuit carry.</summary>
public sealed class ApiSession(AuthenticationStateProvider authentication)
{
    /// <summary>The signed-in user's API token; null when nobody is signed in.</summary>
    public async Task<string?> GetTokenAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return state.User.FindFirst(WebSignIn.TokenClaim)?.Value;
    }
}
