using Ingestion.Web.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Ingestion.Web.Endpoints;

/// <summary>One-time sign-in links and signing out. The sign-in form is the page <c>/login</c>.</summary>
public static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/signin/{token}", RedeemAsync).AllowAnonymous().UseWebSession().ExcludeFromDescription();
        app.MapPost("/logout", SignOutAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> RedeemAsync(string token, HttpContext context, IngestionApiClient api, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await api.RedeemAsync(token, cancellationToken);
            await WebSignIn.SignInAsync(context, await api.GetUserAsync(answer, cancellationToken), answer);
            return TypedResults.LocalRedirect("/jobs");
        }
        catch (ApiProblemException ex)
        {
            var reason = ex.Problem.Kind is ApiProblemKind.Unreachable or ApiProblemKind.Failed ? "unreachable" : "link";
            return TypedResults.LocalRedirect(WebSignIn.Path("/jobs", reason));
        }
    }

    // Binding the form makes the antiforgery check apply.
    private static async Task<IResult> SignOutAsync(HttpContext context, [FromForm] string? returnUrl)
    {
        await context.SignOutAsync(WebSignIn.Scheme);
        return TypedResults.LocalRedirect(WebSignIn.IsLocal(returnUrl) ? returnUrl! : "/login");
    }
}
