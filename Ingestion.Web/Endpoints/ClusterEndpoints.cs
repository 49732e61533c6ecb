using Ingestion.Web.Client;

namespace Ingestion.Web.Endpoints;

/// <summary>The API's dashboard of the cluster in the browser: passed on with the user's token, which the browser itself does not have.</summary>
public static class ClusterEndpoints
{
    private const string Prefix = "/cluster";

    public static void MapCluster(this WebApplication app) =>
        app.MapGet(Prefix + "/{**path}", PassOnAsync).RequireAuthorization(WebSignIn.Policy).UseWebSession().ExcludeFromDescription();

    private static async Task<IResult> PassOnAsync(HttpContext context, IngestionApiClient api)
    {
        context.Request.Path.StartsWithSegments(Prefix, out var rest);
        // The page's own addresses are relative to a folder.
        if (!rest.HasValue)
        {
            return TypedResults.LocalRedirect(Prefix + "/");
        }

        try
        {
            var answer = await api.OpenDashboardAsync(rest.ToUriComponent() + context.Request.QueryString, context.RequestAborted);
            context.Response.RegisterForDispose(answer);
            return TypedResults.Stream(await answer.Content.ReadAsStreamAsync(context.RequestAborted), answer.Content.Headers.ContentType?.ToString());
        }
        catch (ApiProblemException ex) when (ex.Problem.Kind is ApiProblemKind.SignIn)
        {
            return TypedResults.LocalRedirect(WebSignIn.Path(Prefix + "/", "expired"));
        }
        catch (ApiProblemException ex)
        {
            return ProblemAnswers.Of(ex.Problem);
        }
    }
}
