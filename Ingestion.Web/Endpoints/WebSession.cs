using Microsoft.AspNetCore.Components.Authorization;

namespace Ingestion.Web.Endpoints;

/// <summary>Gives an endpoint outside the components the same view of the signed-in user that components have.</summary>
public static class WebSession
{
    /// <summary>Lets the API client of the request carry the user's token.</summary>
    public static RouteHandlerBuilder UseWebSession(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter((context, next) =>
        {
            var services = context.HttpContext.RequestServices;
            if (services.GetRequiredService<AuthenticationStateProvider>() is IHostEnvironmentAuthenticationStateProvider provider)
            {
                provider.SetAuthenticationState(Task.FromResult(new AuthenticationState(context.HttpContext.User)));
            }

            return next(context);
        });
}
