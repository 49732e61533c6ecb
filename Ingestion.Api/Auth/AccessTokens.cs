using System.Security.Claims;
using Ingestion.Contracts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ingestion.Api.Auth;

/// <summary>Issues the tokens that a signed-in user's requests carry.</summary>
public sealed class AccessTokens(IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(options.Value.SigningKey()), SecurityAlgorithms.HmacSha256);

    /// <summary>A token that says who the user is, until it expires.</summary>
    public AccessToken Issue(User user)
    {
        var now = time.GetUtcNow();
        var lifetime = options.Value.AccessTokenLifetime;
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Value.Issuer,
            Audience = options.Value.Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Subject = new ClaimsIdentity(CurrentUser.ClaimsOf(user)),
            SigningCredentials = _credentials,
        });
        return new AccessToken(token, "Bearer", (int)lifetime.TotalSeconds);
    }
}

/// <summary>A token as the client gets it.</summary>
/// <param name="Token">Goes into the header <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until it expires.</param>
public sealed record AccessToken(
    [property: System.Text.Json.Serialization.JsonPropertyName("accessToken")] string Token,
    string TokenType,
    int ExpiresIn);
