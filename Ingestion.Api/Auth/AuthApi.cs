using System.Security.Claims;
using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Auth;

/// <summary>Signing in: by password, by a one-time link, by API key.</summary>
internal static class AuthApi
{
    private const int LongestName = 100;

    public static void MapAuthApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Sign-in");
        group.MapPost("/login", LogInAsync).AllowAnonymous()
            .WithName("LogIn").WithSummary("Sign in with e-mail and password; the answer's token goes into `Authorization: Bearer`.");
        group.MapPost("/redeem", RedeemAsync).AllowAnonymous()
            .WithName("RedeemSignInLink").WithSummary("Sign in with the one-time token of a sign-in link.");
        group.MapGet("/me", GetMeAsync)
            .WithName("GetMe").WithSummary("Who is signed in.");
        group.MapPost("/keys", CreateKeyAsync)
            .WithName("CreateApiKey").WithSummary("Make an API key for the signed-in user; it is shown only now and goes into `X-Api-Key`.");
    }

    private static async Task<Results<Ok<AccessToken>, ProblemHttpResult>> LogInAsync(
        LogIn body, HttpContext context, UserTable users, AccessTokens tokens, SignInThrottle throttle, CancellationToken cancellationToken)
    {
        if (!throttle.Allows(context, body.Email))
            return TooManyAttempts(context);
        if (await users.VerifyPasswordAsync(body.Email, body.Password, cancellationToken) is { } user)
            return TypedResults.Ok(tokens.Issue(user));

        throttle.CountFailure(context, body.Email);
        return Problem.Of(StatusCodes.Status401Unauthorized, "sign-in-failed", "Signing in failed.", "E-mail or password is wrong.");
    }

    private static async Task<Results<Ok<AccessToken>, ProblemHttpResult>> RedeemAsync(
        Redeem body, HttpContext context, SignInLinks links, AccessTokens tokens, SignInThrottle throttle, CancellationToken cancellationToken)
    {
        const string Account = "a sign-in link";
        if (!throttle.Allows(context, Account))
            return TooManyAttempts(context);
        if (await links.RedeemAsync(body.Token, cancellationToken) is { } user)
            return TypedResults.Ok(tokens.Issue(user));

        throttle.CountFailure(context, Account);
        return Problem.Of(StatusCodes.Status401Unauthorized, "sign-in-failed", "Signing in failed.",
            "The sign-in link is unknown, was used before or has expired. Restarting the server prints a new one.");
    }

    private static async Task<Results<Ok<User>, ProblemHttpResult>> GetMeAsync(
        ClaimsPrincipal user, UserTable users, CancellationToken cancellationToken) =>
        await users.GetAsync(user.Id(), cancellationToken) is { } me
            ? TypedResults.Ok(me)
            : Problem.Of(StatusCodes.Status401Unauthorized, "not-signed-in", "Not signed in.", "This account no longer exists.");

    private static async Task<Results<Ok<CreatedKey>, ProblemHttpResult>> CreateKeyAsync(
        CreateKey body, ClaimsPrincipal user, ApiKeyTable keys, TimeProvider time, CancellationToken cancellationToken)
    {
        if (body.Name.Trim() is not { Length: > 0 and <= LongestName } name)
            return Problem.Invalid("name", $"Give the key a name of 1 to {LongestName} characters, such as the program that will use it.");
        if (body.ExpiresAt <= time.GetUtcNow())
            return Problem.Invalid("expiresAt", "Choose a time in the future, or leave it out for a key that does not expire.");

        var (id, key) = await keys.CreateAsync(user.Id(), name, body.ExpiresAt, cancellationToken);
        return TypedResults.Ok(new CreatedKey(id, key));
    }

    private static ProblemHttpResult TooManyAttempts(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return Problem.Of(StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many failed sign-ins.", "Wait a minute and try again.");
    }
}

internal sealed record LogIn(string Email, string Password);

internal sealed record Redeem(string Token);

internal sealed record CreateKey(string Name, DateTimeOffset? ExpiresAt = null);

/// <param name="Id">Names the key in lists.</param>
/// <param name="Key">The key itself; it cannot be shown again.</param>
internal sealed record CreatedKey(Guid Id, string Key);
