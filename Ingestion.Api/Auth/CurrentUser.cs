using System.Security.Claims;
using Ingestion.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Ingestion.Api.Auth;

/// <summary>The user behind a request, whichever way the request was signed in.</summary>
internal static class CurrentUser
{
    public static Claim[] ClaimsOf(User user) =>
    [
        new(JwtRegisteredClaimNames.Sub, user.Id.ToString()),
        new(JwtRegisteredClaimNames.Email, user.Email),
        new(JwtRegisteredClaimNames.Name, user.DisplayName),
    ];

    public static string? Email(this ClaimsPrincipal principal) => principal.FindFirstValue(JwtRegisteredClaimNames.Email);

    public static UserId Id(this ClaimsPrincipal principal) =>
        UserId.TryParse(principal.FindFirstValue(JwtRegisteredClaimNames.Sub), null, out var id)
            ? id
            : throw new InvalidOperationException("The signed-in principal carries no user id.");
}
